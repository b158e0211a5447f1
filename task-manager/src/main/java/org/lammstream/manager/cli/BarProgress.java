package org.lammstream.manager.cli;

import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with an estimate of the time left, redrawn in place. */
final class BarProgress implements TaskProgress {
  private static final int STEPS = 1000;

  private Optional<ProgressBar> bar = Optional.empty();

  @Override
  public void start(String title) {
    finish();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setRenderer(new BarRenderer())
                .clearDisplayOnFinish()
                .build());
  }

  @Override
  public void update(double fraction, String message) {
    bar.ifPresent(shown -> shown.setExtraMessage(message).stepTo(Math.round(fraction * STEPS)));
  }

  @Override
  public void finish() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
