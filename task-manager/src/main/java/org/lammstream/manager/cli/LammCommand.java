package org.lammstream.manager.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The root command; without a subcommand it shows which ones there are. */
@Command(
    name = "lamm",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description =
        "Class-incremental image classification on streams: label embeddings aligned to a few"
            + " images in front of a frozen CLIP text encoder.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Every option can also come from the environment (LAMM_CLASSES_PER_TASK=5) or from a"
          + " .properties file given by --config (classes-per-task=5); the command line wins,"
          + " then the environment.",
      "Exit codes: 0 done, 1 the job failed, 2 wrong command line."
    })
final class LammCommand implements Callable<Integer> {
  private final Console console;

  LammCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LammCli.commands(console).usage(console.err());
    return LammCli.USAGE;
  }
}
