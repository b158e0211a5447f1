package org.lammstream.manager.cli.deadletters;

import java.util.List;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The group of commands on the dead-letter topic; alone it shows which ones there are. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "List, show and redrive what workers refused (the dead-letter topic).",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A letter is called by its partition and offset in the dead-letter topic, as 'list' shows"
          + " them: 0/17, or 17 for partition 0.",
      "list and show only read."
    })
public final class DlqCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The group, with all its commands, on this console. */
  public DlqCommand(Console console) {
    super(console);
  }

  @Override
  protected List<LammSubcommand> subcommands() {
    return List.of(
        new ListCommand(console()), new ShowCommand(console()), new RedriveCommand(console()));
  }

  @Override
  protected int execute() {
    spec.commandLine().usage(console().err());
    return LammCli.USAGE;
  }
}
