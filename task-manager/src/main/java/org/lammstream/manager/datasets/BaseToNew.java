package org.lammstream.manager.datasets;

import java.util.List;

/**
 * The two halves of a data set's classes: a learner trains on the base classes and is tested on the
 * new ones too. Labels count from 0 in each.
 *
 * @param base the first half in the order of labels, with the middle class of an odd number
 * @param novel the rest
 */
public record BaseToNew(DataSet base, DataSet novel) {
  /**
   * Divides a data set.
   *
   * @throws DataSetException if it has fewer than two classes
   */
  public static BaseToNew of(DataSet data) {
    int classes = data.classNames().size();
    if (classes < 2) {
      throw new DataSetException(data.name() + ": one class cannot be divided into base and new");
    }
    int middle = (classes + 1) / 2;
    return new BaseToNew(part(data, 0, middle), part(data, middle, classes));
  }

  private static DataSet part(DataSet data, int from, int to) {
    return new DataSet(
        data.name(),
        data.classNames().subList(from, to),
        part(data.train(), from, to),
        part(data.validation(), from, to),
        part(data.test(), from, to));
  }

  private static List<Example> part(List<Example> examples, int from, int to) {
    return examples.stream()
        .filter(example -> example.label() >= from && example.label() < to)
        .map(example -> new Example(example.image(), example.label() - from))
        .toList();
  }
}
