package org.lammstream.evaluation.head;

import java.util.List;
import java.util.function.Function;
import org.ejml.data.DMatrixRMaj;

/**
 * Some classes of image statistics, in their order: a head's part for ten classes costs no more
 * among many others. Immutable and thread-safe.
 *
 * @param names of the classes
 * @param sums what is known of them, in the same order
 */
public record ChosenClasses(List<String> names, List<ClassSum> sums) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException where they do not fit
   */
  public ChosenClasses {
    names = List.copyOf(names);
    sums = List.copyOf(sums);
    if (names.size() != sums.size()) {
      throw new IllegalArgumentException(sums.size() + " sums of " + names.size() + " classes");
    }
  }

  /**
   * All classes.
   *
   * @throws IllegalStateException if some are not listed
   */
  static ChosenClasses all(ImageStatistics statistics) {
    statistics.requireComplete();
    return listed(statistics);
  }

  /** Those that are listed. */
  static ChosenClasses listed(ImageStatistics statistics) {
    return new ChosenClasses(
        List.copyOf(statistics.classes().keySet()), List.copyOf(statistics.classes().values()));
  }

  /** How many. */
  int size() {
    return names.size();
  }

  /** Class sums, {@code (d, chosen)}. */
  DMatrixRMaj sumColumns() {
    return columns(ClassSum::sum);
  }

  /** Class means, {@code (d, chosen)}. */
  DMatrixRMaj means() {
    return columns(ClassSum::mean);
  }

  /** Class means, {@code (chosen, d)}. */
  DMatrixRMaj meanRows() {
    DMatrixRMaj rows = new DMatrixRMaj(sums.size(), sums.isEmpty() ? 0 : sums.get(0).sum().length);
    for (int c = 0; c < sums.size(); c++) {
      System.arraycopy(sums.get(c).mean(), 0, rows.data, c * rows.numCols, rows.numCols);
    }
    return rows;
  }

  private DMatrixRMaj columns(Function<ClassSum, double[]> column) {
    int dimension = sums.isEmpty() ? 0 : sums.get(0).sum().length;
    DMatrixRMaj matrix = new DMatrixRMaj(dimension, sums.size());
    for (int c = 0; c < sums.size(); c++) {
      double[] values = column.apply(sums.get(c));
      for (int i = 0; i < dimension; i++) {
        matrix.set(i, c, values[i]);
      }
    }
    return matrix;
  }

  /** A number of a class, by its place here. */
  interface OfClass {
    double of(int place, ClassSum known);
  }

  /** A number of each class that has more than one image; 0 of the others. */
  double[] perClass(OfClass number) {
    double[] numbers = new double[sums.size()];
    for (int c = 0; c < numbers.length; c++) {
      numbers[c] = sums.get(c).count() > 1 ? number.of(c, sums.get(c)) : 0;
    }
    return numbers;
  }
}
