package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up sequences of tasks for tests. */
public final class Sequences {

  private Sequences() {}

  public static List<String> names(int tasks) {
    return IntStream.rangeClosed(1, tasks).mapToObj("task-%02d"::formatted).toList();
  }

  /** Every cell at random, with test sets of uneven size. */
  public static AccuracyMatrix random(int tasks, long seed) {
    Random random = new Random(seed);
    int[] totals = random.ints(tasks, 1, 60).toArray();
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row <= tasks; row++) {
      for (int column = 1; column <= tasks; column++) {
        int total = totals[column - 1];
        cells.add(new Cell(row, column, random.nextInt(total + 1), total));
      }
    }
    return AccuracyMatrix.of(names(tasks), cells);
  }

  /** Rows 0 to T of percentages, every test set holding 100 examples. */
  public static AccuracyMatrix ofPercents(int[][] rows) {
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      for (int column = 1; column <= rows[row].length; column++) {
        cells.add(new Cell(row, column, rows[row][column - 1], 100));
      }
    }
    return AccuracyMatrix.of(names(rows.length - 1), cells);
  }

  /** Accuracies as real learners show them: falling with the number of classes, and with age. */
  public static AccuracyMatrix plausible(int tasks, long seed) {
    Random random = new Random(seed);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row <= tasks; row++) {
      for (int column = 1; column <= tasks; column++) {
        double space = Math.pow(Math.max(row, column), -0.45);
        double fresh = column <= row ? 0.62 - 0.12 * (row - column) / tasks : 0.25;
        double noise = 0.05 * random.nextGaussian();
        int correct = (int) Math.round(200 * Math.max(0, fresh * space + noise * space));
        cells.add(new Cell(row, column, Math.min(200, correct), 200));
      }
    }
    return AccuracyMatrix.of(names(tasks), cells);
  }

  public static ZeroShot baseline(int tasks) {
    List<Cell> cells = new ArrayList<>();
    for (int row = 1; row <= tasks; row++) {
      for (int column = 1; column <= row; column++) {
        cells.add(new Cell(row, column, (int) (60 / Math.sqrt(row)), 200));
      }
    }
    return ZeroShot.of(AccuracyMatrix.of(names(tasks), cells));
  }
}
