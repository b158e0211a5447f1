package org.lammstream.manager.cli.experiment;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long an experiment will still take: the mean of the runs that were finished, times the runs
 * that are left. Confined to one thread.
 */
final class TimeLeft {
  private final LongSupplier nanos;
  private int left;
  private int finished;
  private long spent;
  private long began;

  /**
   * An estimate.
   *
   * @param runs that are to be made
   * @param nanos a clock, as {@link System#nanoTime}
   */
  TimeLeft(int runs, LongSupplier nanos) {
    this.left = runs;
    this.nanos = nanos;
  }

  /** A run begins. */
  void begin() {
    began = nanos.getAsLong();
  }

  /** It is finished. */
  void end() {
    spent += nanos.getAsLong() - began;
    finished++;
    left--;
  }

  /** In the middle of a run: words that follow on others; empty while no run is finished. */
  String words() {
    if (finished == 0) {
      return "";
    }
    double mean = spent / 1e9 / finished;
    double running = (nanos.getAsLong() - began) / 1e9;
    double seconds = (left - 1) * mean + Math.max(0, mean - running);
    return left == 1
        ? "; the last run"
        : "; all %d runs that are left in about %s".formatted(left, shown(seconds));
  }

  private static String shown(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    double minutes = seconds / 60;
    return minutes < 120
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f h", minutes / 60);
  }
}
