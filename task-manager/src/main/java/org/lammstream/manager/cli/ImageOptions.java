package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.TaskEventFactory;
import org.lammstream.manager.cli.data.TaskFile;
import org.lammstream.manager.cli.data.TaskPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where images and tasks come from. */
final class ImageOptions {
  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "Image folder: train/<class name>/*.jpg|jpeg|png, test/<class name>/*.")
  Path images = Path.of("");

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "Tasks: [{\"task\": \"name\", \"classes\": [\"class name\", ...]}, ...].")
  @Nullable Path tasks;

  @Option(
      names = "--classes-per-task",
      paramLabel = "N",
      description = "Without --tasks: classes per task, in alphabetical order (default: 10).")
  @Nullable Integer classesPerTask;

  @Option(
      names = "--shots",
      paramLabel = "N",
      defaultValue = "16",
      description = "Training images per class, drawn with --seed (default: ${DEFAULT-VALUE}).")
  int shots = 16;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  /**
   * The tasks as planned.
   *
   * @throws CommandLine.ParameterException if the options contradict each other
   */
  List<PlannedTask> plan(ImageFolder folder, CommandLine command) throws IOException {
    require(command, shots >= 1, "--shots must be at least 1");
    Path file = tasks;
    if (file != null && isTaskFileStronger(command)) {
      return TaskFile.read(file);
    }
    int size = classesPerTask == null ? 10 : classesPerTask;
    require(command, size >= 1, "--classes-per-task must be at least 1");
    return TaskPlan.split(folder.classes(), size);
  }

  /** A value of the command line must not be refused because of one that it is to override. */
  private static boolean isTaskFileStronger(CommandLine command) {
    OptionSource file = OptionDefaults.sourceOf(command, "--tasks");
    OptionSource size = OptionDefaults.sourceOf(command, "--classes-per-task");
    require(command, file != size, "--tasks and --classes-per-task exclude each other");
    return file.compareTo(size) > 0;
  }

  TaskEventFactory.Settings settings(
      String learner, Map<String, String> configuration, boolean inline, String salt) {
    return new TaskEventFactory.Settings(learner, shots, seed, configuration, inline, salt);
  }

  private static void require(CommandLine command, boolean condition, String message) {
    if (!condition) {
      throw new CommandLine.ParameterException(command, message);
    }
  }
}
