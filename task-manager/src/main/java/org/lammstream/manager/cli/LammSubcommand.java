package org.lammstream.manager.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
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
      setLevel("org.lammstream", Level.DEBUG);
      setLevel("org.apache.kafka.clients", Level.WARN);
      setLevel("ai.djl", Level.INFO);
    }
    return execute();
  }

  /** Does the job; returns the exit code or throws what {@link ErrorLine} can put into a line. */
  abstract int execute() throws Exception;

  private static void setLevel(String logger, Level level) {
    if (LoggerFactory.getLogger(logger) instanceof Logger logback) {
      logback.setLevel(level);
    }
  }
}
