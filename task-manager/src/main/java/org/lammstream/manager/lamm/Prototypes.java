package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;

/** Class means of image features, as nearest-class-mean classifiers use them. */
final class Prototypes {

  private Prototypes() {}

  /**
   * The L2-normalised mean of every new class's image features.
   *
   * @param dimension of the features (d)
   * @return {@code d} numbers per new class; none for a class without examples
   */
  static List<float[]> of(AlignmentTask task, int dimension) {
    List<float[]> prototypes = new ArrayList<>();
    for (int label = 0; label < task.newClasses().size(); label++) {
      prototypes.add(normalised(sum(task, label, dimension)));
    }
    return prototypes;
  }

  private static double[] sum(AlignmentTask task, int label, int dimension) {
    double[] sum = new double[dimension];
    for (int i = 0; i < task.labels().length; i++) {
      if (task.labels()[i] == label) {
        for (int j = 0; j < dimension; j++) {
          sum[j] += task.features()[i * dimension + j];
        }
      }
    }
    return sum;
  }

  private static float[] normalised(double[] sum) {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    if (squares == 0) {
      return new float[0];
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sum[j] / Math.sqrt(squares));
    }
    return mean;
  }
}
