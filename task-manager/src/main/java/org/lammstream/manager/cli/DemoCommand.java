package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.builtin.BuiltinCheckpoint;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.cli.StreamJob.Serving;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole system on what the program brings along. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description =
        "Show the whole system on built-in images and a built-in checkpoint; needs nothing else.")
final class DemoCommand extends LammSubcommand {
  private static final String LEARNER = "demo";
  private static final String ADDRESS = "127.0.0.1:8080";

  /** Written into a folder that a demo made, and that a later demo may make anew. */
  private static final String MARKER = ".lamm-demo";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "Folder for everything (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("out/demo");

  @Option(
      names = "--shots",
      paramLabel = "N",
      defaultValue = "16",
      description = "Training images per class (default: ${DEFAULT-VALUE}).")
  private int shots = 16;

  @Mixin private final HttpOptions httpOptions = new HttpOptions();
  @Mixin private final ThumbnailOptions thumbnailOptions = new ThumbnailOptions();

  @Option(
      names = "--serve",
      fallbackValue = "true",
      description = {
        "Serve the page (at 127.0.0.1:8080 unless --http says where), and go on after the demo's",
        "tasks with those that are published from it, until stopped."
      })
  private boolean serve;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    if (serve && httpOptions.address == null) {
      httpOptions.address = ADDRESS;
    }
    Optional<HttpSettings> http = httpOptions.settings(console().environment());
    int thumbnails = thumbnailOptions.perClass();
    prepareFolder();
    Path images = output.resolve("images");
    Path checkpoint = BuiltinCheckpoint.extractTo(output.resolve(Checkpoint.BUILTIN_NAME));
    console()
        .err()
        .printf(
            Locale.ROOT, "drawing %d classes into %s%n", BuiltinData.newClasses().size(), images);
    DemoTasks tasks = DemoTasks.draw(images, shots);
    try (ClipModel model = ClipModel.load(checkpoint, new ComputeDevice.Cpu())) {
      List<PreparedTask> prepared =
          tasks.prepare(
              LEARNER, false, model.sha256(), notice -> console().err().println("note: " + notice));
      JobPlan plan =
          new JobPlan(
              LEARNER,
              prepared,
              Map.of(),
              shots,
              DemoTasks.SEED,
              tasks.root(),
              output,
              Optional.of(output.resolve("sequence.jsonl")));
      return new StreamJob(console(), model, plan, new Serving(http, thumbnails, serve)).run();
    }
  }

  /** A demo always starts from nothing, but it deletes only what a demo has made. */
  private void prepareFolder() throws IOException {
    Path store = output.resolve("store");
    Path images = output.resolve("images");
    boolean ours = Files.exists(output.resolve(MARKER));
    if (!ours && (Files.exists(store) || Files.exists(images))) {
      throw new JobException(
          "--output " + output + ": holds a store or images that no demo has made");
    }
    Files.createDirectories(output);
    Files.writeString(output.resolve(MARKER), "A demo may delete and make anew what is here.\n");
    StreamJob.delete(store);
    StreamJob.delete(images);
  }
}
