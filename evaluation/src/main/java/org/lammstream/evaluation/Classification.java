package org.lammstream.evaluation;

import java.util.stream.IntStream;

/**
 * Linear classification: an image belongs to the class whose weights have the largest dot product
 * with it, biases added. Where the weights are text features that is nearest-text-feature
 * classification; with L2-normalised features it is cosine similarity, and CLIP's positive logit
 * scale and soft-max change nothing about the order.
 *
 * <p>Deterministic: sums run over the dimensions in order in single precision, so the same features
 * give the same bits on every machine; equal scores go to the lowest class index. Immutable and
 * thread-safe.
 */
public final class Classification {

  private static final int FOUR = 4;

  /** Dimension-major: the inner loop then runs over classes, which the JIT turns into SIMD. */
  private final float[] transposed;

  private final float[] biases;
  private final int classes;
  private final ImageSpace space;

  /**
   * Nearest text feature.
   *
   * @param classFeatures text features {@code (classes, dimension)}, row-major; copied
   * @param dimension width of a feature, at least 1
   * @throws IllegalArgumentException when the shape does not fit or a value is not finite
   */
  public Classification(float[] classFeatures, int dimension) {
    this(
        classFeatures,
        new float[rows(classFeatures, dimension, "class features")],
        ImageSpace.plain(dimension));
  }

  /**
   * A classifier of a version.
   *
   * @throws IllegalArgumentException when there is no class or a value is not finite
   */
  public Classification(ClassWeights weights) {
    this(weights.values(), weights.biases(), weights.space());
  }

  /**
   * A classifier over these classes.
   *
   * @param weights {@code (classes, space.width())}, row-major; copied
   * @param biases {@code (classes)}; copied
   * @throws IllegalArgumentException when the shape does not fit or a value is not finite
   */
  Classification(float[] weights, float[] biases, ImageSpace space) {
    int width = space.width();
    this.classes = rows(weights, width, "class weights");
    if (classes == 0 || biases.length != classes) {
      throw new IllegalArgumentException(
          "classification needs at least one class, and a bias for each");
    }
    this.space = space;
    this.biases = biases.clone();
    this.transposed = new float[weights.length];
    for (int c = 0; c < classes; c++) {
      for (int d = 0; d < width; d++) {
        transposed[d * classes + c] = finite(weights[c * width + d], c);
      }
      finite(biases[c], c);
    }
  }

  private static float finite(float value, int index) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("a weight of class %d is not finite".formatted(index));
    }
    return value;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Numbers that it holds in memory. */
  public long size() {
    long matrix =
        space.expansion().map(map -> (long) map.dimension() * space.dimension()).orElse(0L);
    return transposed.length + biases.length + matrix;
  }

  /** Width of a feature. */
  public int dimension() {
    return space.dimension();
  }

  /**
   * Scores of one image for every class.
   *
   * @param features image features {@code (n, dimension)}, row-major
   * @param example which of the {@code n}
   * @return {@code (classes)}; with L2-normalised features within -1 to 1
   */
  public float[] scores(float[] features, int example) {
    float[] scores = new float[classes];
    scores(features, example, classes, scores);
    return scores;
  }

  private void scores(float[] features, int example, int labelSpace, float[] scores) {
    if (space.expansion().isPresent()) {
      add(space.lift(features, example), 0, labelSpace, scores);
    } else {
      add(features, example * space.dimension(), labelSpace, scores);
    }
  }

  private void add(float[] image, int start, int labelSpace, float[] scores) {
    System.arraycopy(biases, 0, scores, 0, labelSpace);
    int width = space.width();
    int d = 0;
    for (; d + FOUR <= width; d += FOUR) {
      addFour(image, start + d, d * classes, labelSpace, scores);
    }
    for (; d < width; d++) {
      float x = image[start + d];
      int row = d * classes;
      for (int c = 0; c < labelSpace; c++) {
        scores[c] += x * transposed[row + c];
      }
    }
  }

  /** The next four dimensions, one after the other, for a single trip of each score to memory. */
  private void addFour(float[] features, int at, int row, int labelSpace, float[] scores) {
    float x0 = features[at];
    float x1 = features[at + 1];
    float x2 = features[at + 2];
    float x3 = features[at + 3];
    int row1 = row + classes;
    int row2 = row1 + classes;
    int row3 = row2 + classes;
    for (int c = 0; c < labelSpace; c++) {
      float score = scores[c] + x0 * transposed[row + c];
      score += x1 * transposed[row1 + c];
      score += x2 * transposed[row2 + c];
      scores[c] = score + x3 * transposed[row3 + c];
    }
  }

  /**
   * The most similar class of each image, among the first {@code labelSpace} classes.
   *
   * @param features image features {@code (n, dimension)}, row-major
   * @param labelSpace 1 to {@link #classes()}
   * @return {@code (n)} class indexes
   */
  public int[] predict(float[] features, int labelSpace) {
    int examples = rows(features, space.dimension(), "image features");
    checkLabelSpace(labelSpace);
    float[] scores = new float[labelSpace];
    int[] predicted = new int[examples];
    for (int n = 0; n < examples; n++) {
      scores(features, n, labelSpace, scores);
      predicted[n] = largest(scores, 0, labelSpace, 0);
    }
    return predicted;
  }

  /** The most similar class of each image, among all classes. */
  public int[] predict(float[] features) {
    return predict(features, classes);
  }

  /**
   * How many images are classified correctly among the first {@code labelSpace} classes.
   *
   * @param features image features {@code (n, dimension)}, row-major
   * @param labels {@code (n)} class indexes
   */
  public int countCorrect(float[] features, int[] labels, int labelSpace) {
    return countCorrect(features, labels, new int[] {labelSpace})[0];
  }

  /**
   * How many images are classified correctly in each of several growing label spaces, at the price
   * of the largest.
   *
   * @param features image features {@code (n, dimension)}, row-major
   * @param labels {@code (n)} class indexes
   * @param labelSpaces how many of the first classes take part, ascending
   * @return one count per label space
   */
  public int[] countCorrect(float[] features, int[] labels, int[] labelSpaces) {
    int examples = rows(features, space.dimension(), "image features");
    if (labels.length != examples) {
      throw new IllegalArgumentException(
          "%d labels for %d image features".formatted(labels.length, examples));
    }
    int previous = 1;
    for (int labelSpace : labelSpaces) {
      checkLabelSpace(labelSpace);
      if (labelSpace < previous) {
        throw new IllegalArgumentException("label spaces must grow");
      }
      previous = labelSpace;
    }
    float[] scores = new float[classes];
    int[] correct = new int[labelSpaces.length];
    for (int n = 0; n < examples; n++) {
      scores(features, n, previous, scores);
      int best = 0;
      int from = 0;
      for (int s = 0; s < labelSpaces.length; s++) {
        best = largest(scores, from, labelSpaces[s], best);
        from = labelSpaces[s];
        if (best == labels[n]) {
          correct[s]++;
        }
      }
    }
    return correct;
  }

  /**
   * The most similar classes of one image, best first; equal scores in class order.
   *
   * @param count how many, at most {@link #classes()} are returned
   */
  public int[] top(float[] features, int example, int count) {
    float[] scores = scores(features, example);
    return IntStream.range(0, classes)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[b], scores[a])) // stable, hence class order
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int largest(float[] scores, int from, int to, int best) {
    int winner = best;
    for (int c = from; c < to; c++) {
      if (scores[c] > scores[winner]) {
        winner = c;
      }
    }
    return winner;
  }

  private void checkLabelSpace(int labelSpace) {
    if (labelSpace < 1 || labelSpace > classes) {
      throw new IllegalArgumentException(
          "label space of %d classes, %d are known".formatted(labelSpace, classes));
    }
  }

  private static int rows(float[] values, int dimension, String what) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(
          "%d numbers of %s do not divide into rows of %d"
              .formatted(values.length, what, dimension));
    }
    return values.length / dimension;
  }
}
