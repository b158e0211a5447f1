package org.lammstream.evaluation.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkageTest {
  private static final int DIMENSION = 32;

  /** The oracle knows the true covariance and tries every shrinkage. */
  @ParameterizedTest
  @ValueSource(ints = {20, 60, 200, 2000})
  void itIsNearlyAsGoodAsTheBestThereIs(int images) {
    DMatrixRMaj truth = CommonOps_DDRM.identity(DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      truth.set(i, i, variance(i));
    }
    double chosen = 0;
    double best = 0;
    for (int seed = 0; seed < 20; seed++) {
      ImageStatistics statistics = draw(new Random(seed), images);
      chosen += error(statistics, statistics.shrinkage(), truth);
      double least = Double.MAX_VALUE;
      for (double shrinkage = 0; shrinkage <= 1; shrinkage += 0.02) {
        least = Math.min(least, error(statistics, shrinkage, truth));
      }
      best += least;
    }
    assertThat(chosen).isLessThan(1.15 * best);
  }

  @Test
  void moreImagesAskForLessOfIt() {
    double few = draw(new Random(1), 40).shrinkage();
    double many = draw(new Random(1), 4000).shrinkage();
    assertThat(few).isBetween(0.1, 1.0);
    assertThat(many).isBetween(1e-6, few / 10);
  }

  @Test
  void oneImageOfEachClassLeavesNothingToShrinkTowards() {
    List<String> names = new ArrayList<>();
    double[] features = new Random(1).doubles(10L * DIMENSION, -1, 1).toArray();
    for (int c = 0; c < 10; c++) {
      names.add("class " + c);
    }
    assertThat(ImageStatistics.none(DIMENSION).plus(names, features).shrinkage()).isEqualTo(1);
  }

  private static double error(ImageStatistics statistics, double shrinkage, DMatrixRMaj truth) {
    DMatrixRMaj estimate = Matrices.shrunk(statistics.withinCovariance(), shrinkage);
    CommonOps_DDRM.subtractEquals(estimate, truth);
    return NormOps_DDRM.normF(estimate);
  }

  private static double variance(int i) {
    return 4.0 / (1 + i);
  }

  private static ImageStatistics draw(Random random, int images) {
    List<String> names = new ArrayList<>();
    double[] features = new double[images * DIMENSION];
    for (int n = 0; n < images; n++) {
      names.add("class " + n % 2);
      for (int i = 0; i < DIMENSION; i++) {
        features[n * DIMENSION + i] = n % 2 * i + Math.sqrt(variance(i)) * random.nextGaussian();
      }
    }
    return ImageStatistics.none(DIMENSION).plus(names, features);
  }
}
