package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/**
 * Test images and the classes among which each is to be told.
 *
 * @param name of the accuracy
 * @param collection that the images belong to; their ids are distinct in it
 * @param images a label is an index into the candidates
 * @param candidates in the order of their labels
 */
record Exam(String name, String collection, List<Example> images, Candidates candidates) {
  Exam {
    images = List.copyOf(images);
  }

  /** Classes that can be told. */
  sealed interface Candidates {
    /** Their number. */
    int size();
  }

  /**
   * Classes that were learned.
   *
   * @param labels of the training; not copied, must not be modified
   */
  record Learned(int[] labels) implements Candidates {
    @Override
    public int size() {
      return labels.length;
    }
  }

  /** Classes that were not learned, by their names. */
  record Unseen(List<String> names) implements Candidates {
    Unseen {
      names = List.copyOf(names);
    }

    @Override
    public int size() {
      return names.size();
    }
  }

  /** The test images of the data set that was learned, among all its classes. */
  static Exam ofLearned(String name, DataSet data) {
    return new Exam(
        name,
        data.name(),
        data.test(),
        new Learned(IntStream.range(0, data.classNames().size()).toArray()));
  }
}
