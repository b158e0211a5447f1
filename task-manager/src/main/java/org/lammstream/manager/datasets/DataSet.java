package org.lammstream.manager.datasets;

import java.util.List;
import java.util.stream.Stream;

/**
 * A data set as it was found on disk. Immutable and thread-safe.
 *
 * @param name its id
 * @param classNames the name of each label, as CLIP should read it; at least one, none blank. Two
 *     labels may share a name, for ImageNet's do
 * @param train training examples; empty for a set that is for testing only
 * @param validation validation examples; empty where the data set has none
 * @param test test examples
 */
public record DataSet(
    String name,
    List<String> classNames,
    List<Example> train,
    List<Example> validation,
    List<Example> test) {
  /**
   * Copies the lists.
   *
   * @throws DataSetException if there is no class, a class has a blank name, or a label has no name
   */
  public DataSet {
    classNames = List.copyOf(classNames);
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    if (classNames.isEmpty()) {
      throw new DataSetException(name + ": there is no class");
    }
    int blank = classNames.indexOf("");
    if (blank >= 0) {
      throw new DataSetException(name + ": class " + blank + " has no name");
    }
    int classes = classNames.size();
    Stream.of(train, validation, test)
        .flatMap(List::stream)
        .filter(example -> example.label() >= classes)
        .findFirst()
        .ifPresent(
            example -> {
              throw new DataSetException(
                  "%s: label %d of %s is out of range: there are %d classes"
                      .formatted(name, example.label(), example.image().id(), classes));
            });
  }

  /**
   * Examples by label.
   *
   * @param split one of the three
   * @return a list for each label, in the order of the examples
   */
  public List<List<Example>> byLabel(List<Example> split) {
    return Splits.byLabel(split, classNames.size());
  }
}
