package org.lammstream.manager.cli;

import java.util.Locale;

/** Where nothing can be redrawn: a line when some seconds have passed. */
final class LineProgress implements TaskProgress {
  private static final long EVERY_NANOS = 5_000_000_000L;

  private final Console console;
  private String title = "";
  private long began;
  private long said;

  LineProgress(Console console) {
    this.console = console;
  }

  @Override
  public void start(String newTitle) {
    title = newTitle;
    began = System.nanoTime();
    said = began;
  }

  @Override
  public void update(double fraction, String message) {
    long now = System.nanoTime();
    if (now - said >= EVERY_NANOS) {
      said = now;
      double elapsed = (now - began) / 1e9;
      String left =
          fraction > 0.02
              ? String.format(Locale.ROOT, ", about %.0f s left", elapsed / fraction - elapsed)
              : "";
      console
          .err()
          .println(
              String.format(Locale.ROOT, "%s %3.0f %% %s%s", title, 100 * fraction, message, left));
    }
  }

  @Override
  public void finish() {}
}
