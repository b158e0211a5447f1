package org.lammstream.evaluation.stored;

import java.nio.file.Path;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.EmbeddingStore;

/**
 * Fills a folder with the learner {@code large}, to see how long {@code lamm evaluate} takes: 200
 * versions, 1,000 classes, 10,000 test examples, of which every version moves a twentieth of the
 * old classes.
 */
final class LargeHistory {

  private LargeHistory() {}

  /**
   * Arguments: the folder; then, if not 200, 5 and 16, versions, classes per version, dimension.
   */
  public static void main(String[] arguments) {
    int versions = number(arguments, 1, 200);
    int classes = number(arguments, 2, 5);
    int dimension = number(arguments, 3, 16);
    try (EmbeddingStore store = EmbeddingStore.open(Path.of(arguments[0]))) {
      new SyntheticLearner(store, "large", new Shape(classes, 10, dimension, 0.05, 0.2, 7))
          .learn(versions);
    }
  }

  private static int number(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }
}
