package org.lammstream.store;

/**
 * How a version scores an image: the text scores of its classes and those of a closed-form head on
 * image features, each times its weight, less a margin that is larger the later a class came.
 *
 * @param head which head
 * @param regularisation of the head: the ridge's λ or the covariance's shrinkage; 0 for prototypes
 * @param expansion width of a random expansion of the features; 0 for none
 * @param expansionSeed of its matrix; 0 for none
 * @param textWeight of the cosine between image and text feature
 * @param visualWeight of the head's score
 * @param margin times the visual weight and the class's {@linkplain VisualState#recency() recency},
 *     taken from its score
 */
public record Scoring(
    Head head,
    double regularisation,
    int expansion,
    long expansionSeed,
    double textWeight,
    double visualWeight,
    double margin) {

  /** The kinds of heads. */
  public enum Head {
    /** Nearest class mean. */
    PROTOTYPE,
    /** Ridge regression on one-hot targets. */
    RIDGE,
    /** Gaussian classes with one covariance. */
    GAUSSIAN
  }

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException for a number that is not finite or below 0
   */
  public Scoring {
    for (double number :
        new double[] {regularisation, expansion, textWeight, visualWeight, margin}) {
      if (!(number >= 0 && number <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("impossible number in a scoring: " + number);
      }
    }
  }
}
