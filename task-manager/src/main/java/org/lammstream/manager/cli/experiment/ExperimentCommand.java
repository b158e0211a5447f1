package org.lammstream.manager.cli.experiment;

import java.util.List;
import org.lammstream.manager.cli.BuildVersion;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;
import org.lammstream.manager.cli.LammSubcommand;
import org.lammstream.manager.cli.experiment.protocol.BaseToNewCommand;
import org.lammstream.manager.cli.experiment.protocol.DomainShiftCommand;
import org.lammstream.manager.cli.experiment.protocol.FewShotCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The group of measurements; alone it shows which ones there are. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description =
        "Measure ways to learn against each other, over seeds, shots and orders of classes.",
    synopsisSubcommandLabel = "COMMAND")
public final class ExperimentCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The group, with all its commands, on this console. */
  public ExperimentCommand(Console console) {
    super(console);
  }

  @Override
  protected List<LammSubcommand> subcommands() {
    return List.of(
        new FewShotCommand(console()),
        new BaseToNewCommand(console()),
        new DomainShiftCommand(console()),
        new IncrementalCommand(console()));
  }

  @Override
  protected int execute() {
    spec.commandLine().usage(console().err());
    return LammCli.USAGE;
  }
}
