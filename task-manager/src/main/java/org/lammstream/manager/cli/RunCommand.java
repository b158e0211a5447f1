package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.cli.StreamJob.Serving;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.cli.data.TaskEventFactory;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole system on one machine, on the user's own images and checkpoint. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Learn a sequence of tasks from an image folder: broker, publisher and worker in one"
          + " process.",
      "With the same --output an interrupted run is resumed."
    })
final class RunCommand extends LammSubcommand {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final ImageOptions imageOptions = new ImageOptions();
  @Mixin private final LearnerOptions learnerOptions = new LearnerOptions();
  @Mixin private final HttpOptions httpOptions = new HttpOptions();
  @Mixin private final ThumbnailOptions thumbnailOptions = new ThumbnailOptions();

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "CLIP_DIR",
      description = Checkpoint.DESCRIPTION)
  private Path checkpoint = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for store, report.json and accuracy.png.")
  private Path output = Path.of("");

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Also record the tasks as a sequence that 'lamm replay' takes.")
  private @Nullable Path record;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Name of the learner (default: ${DEFAULT-VALUE}).")
  private String learner = "default";

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private ComputeDevice device = new ComputeDevice.Auto();

  RunCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() throws Exception {
    Map<String, String> configuration = learnerOptions.configuration(spec.commandLine());
    Optional<HttpSettings> http = httpOptions.settings(console().environment());
    int thumbnails = thumbnailOptions.perClass();
    ImageFolder folder = ImageFolder.open(imageOptions.images);
    List<PlannedTask> tasks = imageOptions.plan(folder, spec.commandLine());
    try (ClipModel model = Checkpoint.load(checkpoint, device)) {
      checkNames(model, tasks, LearnerConfiguration.from(configuration));
      TaskEventFactory factory =
          new TaskEventFactory(
              folder,
              imageOptions.settings(learner, configuration, false, model.sha256()),
              notice -> console().err().println("note: " + notice));
      List<PreparedTask> prepared = new ArrayList<>();
      for (PlannedTask task : tasks) {
        prepared.add(factory.prepare(task));
      }
      JobPlan plan =
          new JobPlan(
              learner,
              prepared,
              configuration,
              imageOptions.shots,
              imageOptions.seed,
              folder.root(),
              output,
              Optional.ofNullable(record));
      return new StreamJob(console(), model, plan, new Serving(http, thumbnails, false)).run();
    }
  }

  /** Before anything is encoded: a name that cannot stand in a prompt would stop the job later. */
  private static void checkNames(
      ClipModel model, List<PlannedTask> tasks, LearnerConfiguration configuration) {
    try (LammLearner learner = new LammLearner(model)) {
      for (PlannedTask task : tasks) {
        learner.checkNames(task.classes(), configuration);
      }
    }
  }
}
