package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.store.ClassEmbedding;

/** Class means of image features, as nearest-class-mean classifiers use them. */
final class Prototypes {

  private Prototypes() {}

  /**
   * The direction of a class's mean image feature.
   *
   * @param direction L2-normalised; no numbers for a class without examples
   * @param weight length of the sum of the image features behind it
   */
  record Prototype(float[] direction, double weight) {
    static final Prototype NONE = new Prototype(new float[0], 0);
  }

  /**
   * The prototypes of a task's classes, in the order of {@link TaskClasses}. That of a refined
   * class is the mean over its old and its new images; where an old store does not tell how many
   * images are behind the old mean, it counts as much as the new ones together.
   *
   * @param dimension of the features (d)
   */
  static List<Prototype> of(AlignmentTask task, TaskClasses classes, int dimension) {
    List<Prototype> prototypes = new ArrayList<>();
    int fresh = classes.newNames().size();
    for (int row = 0; row < classes.size(); row++) {
      double[] sum = sum(task.features(), classes.labels(), row, dimension);
      if (row >= fresh) {
        add(task.known().get(classes.refined().get(row - fresh)), sum);
      }
      prototypes.add(normalised(sum));
    }
    return prototypes;
  }

  private static double[] sum(float[] features, int[] labels, int row, int dimension) {
    double[] sum = new double[dimension];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == row) {
        for (int j = 0; j < dimension; j++) {
          sum[j] += features[i * dimension + j];
        }
      }
    }
    return sum;
  }

  private static void add(ClassEmbedding old, double[] sum) {
    double weight = old.imageLength() > 0 ? old.imageLength() : Math.sqrt(squares(sum));
    float[] direction = old.imageDirection();
    for (int j = 0; j < direction.length; j++) {
      sum[j] += weight * direction[j];
    }
  }

  private static Prototype normalised(double[] sum) {
    double squares = squares(sum);
    if (squares == 0) {
      return Prototype.NONE;
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sum[j] / Math.sqrt(squares));
    }
    return new Prototype(mean, Math.sqrt(squares));
  }

  private static double squares(double[] sum) {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    return squares;
  }
}
