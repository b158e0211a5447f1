package org.lammstream.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The accuracy-over-tasks picture: average over the tasks seen so far, the first task's accuracy,
 * and the zero-shot baseline in the growing label space. Drawn with headless Java2D.
 */
public final class AccuracyChart {

  /**
   * A chart of these results.
   *
   * @param title headline
   * @param subtitle a second, smaller line
   */
  public AccuracyChart(String title, String subtitle, AccuracyMatrix matrix, ZeroShot zeroShot) {}

  /** Writes a PNG file. */
  public void write(Path png) throws IOException {}
}
