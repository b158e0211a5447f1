package org.lammstream.manager.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What all subcommands share: the console, the common options and the logging level. */
abstract class LammSubcommand implements Callable<Integer> {
  @Mixin private final CommonOptions common = new CommonOptions();
  private final Console console;

  LammSubcommand(Console console) {
    this.console = console;
  }

  static List<LammSubcommand> all(Console console) {
    return List.of(
        new DemoCommand(console),
        new RunCommand(console),
        new WorkerCommand(console),
        new PublishCommand(console),
        new PredictCommand(console),
        new DoctorCommand(console),
        new BenchCommand(console),
        new PretrainCommand(console));
  }

  final Console console() {
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
  abstract int execute() throws Exception;
}
