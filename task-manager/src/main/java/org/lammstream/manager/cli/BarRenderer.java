package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** {@code increment-03 [=====> ] 45 % align 12/50, 9 s left}. */
final class BarRenderer implements ProgressBarRenderer {
  private static final int LONGEST_BAR = 40;

  @Override
  public String render(ProgressState progress, int columns) {
    String head = progress.getTaskName() + " [";
    String tail =
        String.format(
            Locale.ROOT,
            "] %3.0f %% %s%s",
            100 * progress.getNormalizedProgress(),
            progress.getExtraMessage(),
            left(progress));
    int room = Math.min(LONGEST_BAR, columns - head.length() - tail.length() - 1);
    if (room < 3) {
      String text = progress.getTaskName() + tail.substring(1);
      return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    }
    int done = (int) (room * progress.getNormalizedProgress());
    return head + "=".repeat(done) + " ".repeat(room - done) + tail;
  }

  private static String left(ProgressState progress) {
    double fraction = progress.getNormalizedProgress();
    if (fraction < 0.02) {
      return "";
    }
    Duration elapsed = progress.getElapsedAfterStart();
    long seconds = Math.round(elapsed.toMillis() / 1000.0 * (1 / fraction - 1));
    return seconds < 120 ? ", " + seconds + " s left" : ", " + seconds / 60 + " min left";
  }
}
