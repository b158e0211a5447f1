package org.lammstream.manager.cli.experiment;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long an experiment will still take: what a unit of work took in the runs that were finished,
 * times the work that is left. Confined to one thread.
 */
public final class TimeLeft {
  private final LongSupplier nanos;
  private int left;
  private double workLeft;
  private double finished;
  private double current;
  private long spent;
  private long began;

  /**
   * An estimate.
   *
   * @param runs that are to be made
   * @param work of all of them, in any unit
   * @param nanos a clock, as {@link System#nanoTime}
   */
  public TimeLeft(int runs, double work, LongSupplier nanos) {
    this.left = runs;
    this.workLeft = work;
    this.nanos = nanos;
  }

  /**
   * A run begins.
   *
   * @param work of it, above 0
   */
  public void begin(double work) {
    current = work;
    began = nanos.getAsLong();
  }

  /**
   * So much of the run was spent on what other runs need not do again.
   *
   * @param nanos up to now
   */
  public void pass(long nanos) {
    began += nanos;
  }

  /** It is finished. */
  public void end() {
    spent += nanos.getAsLong() - began;
    finished += current;
    workLeft -= current;
    left--;
  }

  /** In the middle of a run: words that follow on others; empty while no run is finished. */
  public String words() {
    if (finished == 0) {
      return "";
    }
    double unit = spent / 1e9 / finished;
    double running = (nanos.getAsLong() - began) / 1e9;
    double seconds = (workLeft - current) * unit + Math.max(0, current * unit - running);
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
