package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.clip.pretraining.Pretraining;
import org.lammstream.manager.clip.pretraining.PretrainingConfiguration;
import org.lammstream.manager.clip.pretraining.PretrainingQuality;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the built-in checkpoint again. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "Train the built-in checkpoint on drawn images, as it was made for the program.")
final class PretrainCommand extends LammSubcommand {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the checkpoint.")
  private Path output = Path.of("");

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs (default: as built in).")
  private @Nullable Integer epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: as built in).")
  private @Nullable Long seed;

  PretrainCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    PretrainingConfiguration configuration = PretrainingConfiguration.defaults();
    if (epochs != null) {
      configuration = configuration.withEpochs(epochs);
    }
    if (seed != null) {
      configuration = configuration.withSeed(seed);
    }
    try (TaskProgress progress = TaskProgress.on(console())) {
      progress.start("pre-training");
      PretrainingQuality quality =
          new Pretraining(
                  configuration,
                  (step, steps, loss) ->
                      progress.update(
                          (double) step / steps,
                          String.format(Locale.ROOT, "step %d/%d loss %.3f", step, steps, loss)))
              .run(output);
      progress.finish();
      console().out().println(quality);
    }
    console().out().println("wrote " + output);
    return LammCli.OK;
  }
}
