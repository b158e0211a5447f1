package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.ImageFolder;
import org.lammstream.manager.cli.data.ImageFolder.Split;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.TaskFile;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.DataSets;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.datasets.FewShot;
import org.lammstream.manager.datasets.ImageLocation;
import picocli.CommandLine.Option;

/** Where the images of an experiment are, and how their classes come in tasks. */
final class TaskData {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Image folder: train/<class name>/*.jpg|jpeg|png, test/<class name>/*.")
  private @Nullable Path images;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Instead of --images: a data set ('lamm datasets' lists them), with --root.")
  private @Nullable String dataset;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The folder above the data set's own folder, or that folder itself.")
  private @Nullable Path root;

  @Option(
      names = "--tasks",
      paramLabel = "FILE|N",
      description =
          "Tasks: [{\"task\": \"name\", \"classes\": [\"class name\", ...]}, ...]; or how many, of"
              + " all classes of the data set in its order.")
  private @Nullable String tasks;

  @Option(
      names = "--classes-per-task",
      paramLabel = "N",
      description = "Instead of --tasks: tasks of so many classes each; the last may have fewer.")
  private @Nullable Integer classesPerTask;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      description =
          "At most the first N test images of each class (default: all). MaPLe encodes them anew"
              + " behind every training.")
  private @Nullable Integer testImages;

  /**
   * What was found.
   *
   * @param data with all classes of the tasks, names distinct
   */
  record Found(DataSet data, List<PlannedTask> tasks) {
    List<String> classes() {
      return tasks.stream().flatMap(task -> task.classes().stream()).toList();
    }
  }

  /**
   * Reads tasks, and which images there are.
   *
   * @throws JobException if options contradict each other or something is missing
   */
  Found read() throws IOException {
    Found found = all();
    if (testImages == null) {
      return found;
    }
    if (testImages < 1) {
      throw new JobException("--test-images must be at least 1");
    }
    return new Found(FewShot.firstTests(found.data(), testImages), found.tasks());
  }

  private Found all() throws IOException {
    if ((tasks == null) == (classesPerTask == null)) {
      throw new JobException("give --tasks or --classes-per-task, one of them");
    }
    if (images != null && dataset == null && root == null) {
      return folder(ImageFolder.open(images));
    }
    if (images != null || dataset == null || root == null) {
      throw new JobException("give --images DIR, or --dataset NAME and --root DIR");
    }
    DataSet data = DataSets.read(dataset, root);
    List<PlannedTask> planned = planned(data.classNames());
    check(data, planned);
    return new Found(data, planned);
  }

  /** Of the folder's classes only those that the tasks have are looked at. */
  private Found folder(ImageFolder folder) throws IOException {
    List<PlannedTask> planned = planned(folder.classes());
    List<String> classes = planned.stream().flatMap(task -> task.classes().stream()).toList();
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      add(folder, Split.TRAIN, classes.get(label), label, train);
      add(folder, Split.TEST, classes.get(label), label, test);
    }
    return new Found(new DataSet("folder", classes, train, List.of(), test), planned);
  }

  private static void add(
      ImageFolder folder, Split split, String name, int label, List<Example> examples) {
    for (Path file : folder.images(split, name)) {
      String id = folder.root().relativize(file).toString().replace('\\', '/');
      examples.add(new Example(new ImageLocation.File(folder.root(), id), label));
    }
  }

  private List<PlannedTask> planned(List<String> classes) throws IOException {
    if (classesPerTask != null) {
      return ofSize(classes, classesPerTask);
    }
    String given = String.valueOf(tasks);
    if (given.matches("[1-9]\\d{0,5}") && !Files.exists(Path.of(given))) {
      return inTasks(classes, Integer.parseInt(given));
    }
    return TaskFile.read(Path.of(given));
  }

  private static List<PlannedTask> ofSize(List<String> classes, int size) {
    if (size < 1) {
      throw new JobException("--classes-per-task must be at least 1");
    }
    int count = (classes.size() + size - 1) / size;
    return IntStream.range(0, count)
        .mapToObj(i -> task(i, classes.subList(i * size, Math.min(classes.size(), (i + 1) * size))))
        .toList();
  }

  /** As even as can be. */
  private static List<PlannedTask> inTasks(List<String> classes, int count) {
    if (count > classes.size()) {
      throw new JobException(
          "--tasks %d: there are only %d classes".formatted(count, classes.size()));
    }
    int n = classes.size();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                task(
                    i, classes.subList((int) ((long) i * n / count), (int) ((i + 1L) * n / count))))
        .toList();
  }

  private static PlannedTask task(int index, List<String> classes) {
    return new PlannedTask("task-" + (index + 1), classes);
  }

  /** Tasks know classes by their names, and each must have images. */
  private static void check(DataSet data, List<PlannedTask> tasks) {
    List<List<Example>> train = data.byLabel(data.train());
    List<List<Example>> test = data.byLabel(data.test());
    for (PlannedTask task : tasks) {
      for (String name : task.classes()) {
        int label = data.classNames().indexOf(name);
        if (label < 0) {
          throw new JobException("--tasks: %s has no class '%s'".formatted(data.name(), name));
        }
        if (label != data.classNames().lastIndexOf(name)) {
          throw new JobException(
              "%s: two classes are called '%s'; name other classes in a file of --tasks"
                  .formatted(data.name(), name));
        }
        if (train.get(label).isEmpty() || test.get(label).isEmpty()) {
          throw new JobException(
              "%s: class '%s' has no %s images"
                  .formatted(data.name(), name, train.get(label).isEmpty() ? "training" : "test"));
        }
      }
    }
  }
}
