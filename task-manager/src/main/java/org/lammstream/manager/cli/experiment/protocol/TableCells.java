package org.lammstream.manager.cli.experiment.protocol;

import java.util.Locale;
import org.lammstream.manager.cli.experiment.MeanDeviation;
import org.lammstream.manager.cli.experiment.Shots;

/** How numbers stand in tables. */
final class TableCells {
  private TableCells() {}

  /** Mean and deviation for readers; the mean alone for a single run. */
  static String markdown(Measured.Runs runs, String accuracy) {
    if (runs.count() == 0) {
      return "–";
    }
    MeanDeviation spread = runs.percent(accuracy);
    return runs.count() == 1
        ? String.format(Locale.ROOT, "%.1f", spread.mean())
        : String.format(Locale.ROOT, "%.1f ± %.1f", spread.mean(), spread.deviation());
  }

  /** Mean and deviation for programs; empty without runs. */
  static String csv(Measured.Runs runs, String accuracy) {
    if (runs.count() == 0) {
      return ",";
    }
    MeanDeviation spread = runs.percent(accuracy);
    return String.format(Locale.ROOT, "%.4f,%.4f", spread.mean(), spread.deviation());
  }

  /** A number of shots with its unit. */
  static String ofShots(int shots) {
    return shots(shots) + (shots == 1 ? " shot" : " shots");
  }

  static String shots(int shots) {
    return shots == Shots.ALL ? "all" : Integer.toString(shots);
  }
}
