package org.lammstream.manager.cli.versions;

import java.util.List;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The group of commands on a store's history; alone it shows which ones there are. */
@Command(
    name = "versions",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "List, compare, restore and exchange the versions in a store.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A version is called by its number, by an alias, or 'head' (which the next task continues) or"
          + " 'latest' (the highest number). Where none is named, it is the one that predict uses:"
          + " 'champion', or the head where nobody has that alias.",
      "list, show, diff, verify and export only read."
    })
public final class VersionsCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The group, with all its commands, on this console. */
  public VersionsCommand(Console console) {
    super(console);
  }

  @Override
  protected List<LammSubcommand> subcommands() {
    return List.of(
        new ListCommand(console()),
        new ShowCommand(console()),
        new DiffCommand(console()),
        new RollbackCommand(console()),
        new AliasCommand(console()),
        new PruneCommand(console()),
        new BackupCommand(console()),
        new RestoreCommand(console()),
        new VerifyCommand(console()),
        new ExportCommand(console()),
        new ImportCommand(console()));
  }

  @Override
  protected int execute() {
    spec.commandLine().usage(console().err());
    return LammCli.USAGE;
  }
}
