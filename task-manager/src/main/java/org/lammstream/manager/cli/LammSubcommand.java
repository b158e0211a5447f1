package org.lammstream.manager.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.lammstream.manager.cli.deadletters.DlqCommand;
import org.lammstream.manager.cli.experiment.ExperimentCommand;
import org.lammstream.manager.cli.load.BenchHttpCommand;
import org.lammstream.manager.cli.versions.ForgetCommand;
import org.lammstream.manager.cli.versions.VersionsCommand;
import picocli.CommandLine.Mixin;

/**
 * What all subcommands share: the console, the common options and the logging level. A subcommand
 * may be a group that has subcommands of its own.
 */
public abstract class LammSubcommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();
  private final Console console;

  /** A command that writes to this console. */
  protected LammSubcommand(Console console) {
    this.console = console;
  }

  static List<LammSubcommand> all(Console console, WorkerSeams seams) {
    return List.of(
        new DemoCommand(console),
        new RunCommand(console),
        new WorkerCommand(console, seams),
        new DashboardCommand(console),
        new PublishCommand(console),
        new PublishDemoCommand(console),
        new PredictCommand(console),
        new RecordCommand(console),
        new ReplayCommand(console),
        new DlqCommand(console),
        new EvaluateCommand(console),
        new VersionsCommand(console),
        new ForgetCommand(console),
        new DatasetsCommand(console),
        new DoctorCommand(console),
        new BenchCommand(console),
        new BenchHistoryCommand(console),
        new BenchHttpCommand(console),
        new PretrainCommand(console),
        new ExperimentCommand(console));
  }

  /** The subcommands of a group; none for an ordinary command. */
  protected List<LammSubcommand> subcommands() {
    return List.of();
  }

  /** Where the command writes. */
  protected final Console console() {
    return console;
  }

  final boolean isVerbose() {
    return common.verbose;
  }

  @Override
  public final Integer call() throws Exception {
    if (isVerbose()) {
      Logging.raise();
    }
    return execute();
  }

  /** Does the job; returns the exit code or throws what {@link ErrorLine} can put into a line. */
  protected abstract int execute() throws Exception;
}
