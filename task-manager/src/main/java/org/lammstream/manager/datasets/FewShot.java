package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;

/** Draws a few examples of each class, as few-shot learning does. */
public final class FewShot {
  private static final int MOST_VALIDATION = 4;

  private FewShot() {}

  /**
   * The data set with a few training examples of each class, and at most four validation examples.
   * What is drawn of a class depends on the seed and its label, not on the other classes. A class
   * with fewer examples keeps them all, once each (some versions of CoOp's library repeat some).
   *
   * @param shots training examples of each class, at least 1
   * @return examples by label; the test examples stay
   */
  public static DataSet sample(DataSet data, int shots, long seed) {
    if (shots < 1) {
      throw new IllegalArgumentException("shots " + shots);
    }
    return new DataSet(
        data.name(),
        data.classNames(),
        draw(data.train(), data.classNames().size(), shots, seed),
        draw(data.validation(), data.classNames().size(), Math.min(shots, MOST_VALIDATION), ~seed),
        data.test());
  }

  private static List<Example> draw(List<Example> examples, int classes, int shots, long seed) {
    List<Example> drawn = new ArrayList<>();
    List<List<Example>> byLabel = Splits.byLabel(examples, classes);
    for (int label = 0; label < classes; label++) {
      drawn.addAll(Splits.shuffled(byLabel.get(label), seed, label).stream().limit(shots).toList());
    }
    return drawn;
  }
}
