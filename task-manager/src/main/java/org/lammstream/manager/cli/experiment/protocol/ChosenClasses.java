package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.TaskFile;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/** Some classes of a data set. */
final class ChosenClasses {
  private ChosenClasses() {}

  /**
   * Names from a file.
   *
   * @param file with a name on each line, or of tasks; behind {@code #} perhaps the one task
   * @throws JobException if there is no such task
   */
  static List<String> names(String file) {
    int hash = file.lastIndexOf('#');
    Path path = Path.of(hash < 0 ? file : file.substring(0, hash));
    try {
      String text = Files.readString(path).strip();
      if (hash < 0 && !text.startsWith("[")) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      }
      String task = hash < 0 ? "" : file.substring(hash + 1);
      List<String> names =
          TaskFile.read(path).stream()
              .filter(planned -> hash < 0 || planned.name().equals(task))
              .map(PlannedTask::classes)
              .flatMap(List::stream)
              .toList();
      if (names.isEmpty()) {
        throw new JobException("--classes " + file + ": there is no task of this name");
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A data set with these of its classes, in its own order.
   *
   * @throws JobException if it has not all of them
   */
  static DataSet of(DataSet data, List<String> names) {
    Set<String> unknown = new HashSet<>(names);
    data.classNames().forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new JobException(
          "--classes: %s has no class '%s'".formatted(data.name(), unknown.iterator().next()));
    }
    Set<String> wanted = Set.copyOf(names);
    int[] labels = new int[data.classNames().size()];
    List<String> kept = new ArrayList<>();
    for (int label = 0; label < labels.length; label++) {
      String name = data.classNames().get(label);
      labels[label] = wanted.contains(name) ? kept.size() : -1;
      if (labels[label] >= 0) {
        kept.add(name);
      }
    }
    if (kept.isEmpty()) {
      throw new JobException("--classes: " + data.name() + " has none of them");
    }
    return new DataSet(
        data.name(),
        kept,
        relabelled(data.train(), labels),
        relabelled(data.validation(), labels),
        relabelled(data.test(), labels));
  }

  /**
   * Examples with other labels.
   *
   * @param labels by the label that they have; those below 0 are left out
   */
  static List<Example> relabelled(List<Example> examples, int[] labels) {
    return examples.stream()
        .filter(example -> labels[example.label()] >= 0)
        .map(example -> new Example(example.image(), labels[example.label()]))
        .toList();
  }
}
