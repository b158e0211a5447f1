package org.lammstream.manager.cli.experiment.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/**
 * Which classes of another data set are which of the learned ones. Equal lists of names are in the
 * same order. Elsewhere classes are the same whose images lie in folders of the same name, as
 * ImageNet's and those of its variants do; then those of the same name.
 */
final class LabelMap {
  /** Of a class that was not learned. */
  static final int NONE = -1;

  private LabelMap() {}

  /**
   * Per label of the target the label of the source, or {@link #NONE}.
   *
   * @throws JobException if two classes of the target would be the same one
   */
  static int[] of(DataSet source, DataSet target) {
    int[] labels =
        source.classNames().equals(target.classNames())
            ? IntStream.range(0, source.classNames().size()).toArray()
            : matched(source, target);
    Set<Integer> seen = new HashSet<>();
    for (int label = 0; label < labels.length; label++) {
      if (labels[label] != NONE && !seen.add(labels[label])) {
        throw new JobException(
            "%s has two classes that are '%s' of %s"
                .formatted(target.name(), source.classNames().get(labels[label]), source.name()));
      }
    }
    return labels;
  }

  private static int[] matched(DataSet source, DataSet target) {
    Map<String, Integer> byFolder = new HashMap<>();
    folders(source).forEach((label, folder) -> byFolder.merge(folder, label, (a, b) -> NONE));
    Map<String, Integer> byName = new HashMap<>();
    for (int label = 0; label < source.classNames().size(); label++) {
      byName.merge(source.classNames().get(label), label, (a, b) -> NONE);
    }
    Map<Integer, String> folders = folders(target);
    int[] labels = new int[target.classNames().size()];
    Arrays.setAll(
        labels,
        label -> {
          int same = byFolder.getOrDefault(folders.getOrDefault(label, ""), NONE);
          return same == NONE ? byName.getOrDefault(target.classNames().get(label), NONE) : same;
        });
    return labels;
  }

  /** The folder's own name of each class that has one for itself. */
  private static Map<Integer, String> folders(DataSet data) {
    Map<Integer, Set<String>> all = new HashMap<>();
    Stream.of(data.train(), data.validation(), data.test())
        .flatMap(List::stream)
        .forEach(
            example ->
                all.computeIfAbsent(example.label(), any -> new HashSet<>()).add(folder(example)));
    Map<String, Integer> owners = new HashMap<>();
    all.forEach((label, names) -> names.forEach(name -> owners.merge(name, label, (a, b) -> NONE)));
    Map<Integer, String> folders = new HashMap<>();
    all.forEach(
        (label, names) -> {
          String name = names.iterator().next();
          if (names.size() == 1
              && !name.isEmpty()
              && owners.getOrDefault(name, NONE).equals(label)) {
            folders.put(label, name);
          }
        });
    return folders;
  }

  private static String folder(Example example) {
    String[] parts = example.image().id().split("/", -1);
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }
}
