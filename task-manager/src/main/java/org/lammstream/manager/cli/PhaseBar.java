package org.lammstream.manager.cli;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.lammstream.manager.worker.Phase;

/**
 * One progress bar over all phases of a task. The share of each phase is what the task before it
 * needed. Confined to one thread, except that another may close it when that one is done.
 */
final class PhaseBar implements AutoCloseable {
  private final TaskProgress progress;
  private final Map<Phase, Double> shares =
      new EnumMap<>(
          Map.of(Phase.ENCODE, 0.4, Phase.ALIGN, 0.58, Phase.EVALUATE, 0.01, Phase.COMMIT, 0.01));
  private String loss = "";

  PhaseBar(TaskProgress progress) {
    this.progress = progress;
  }

  void start(String title) {
    loss = "";
    progress.start(title);
  }

  void loss(double value) {
    loss = String.format(Locale.ROOT, " loss %.3f", value);
  }

  void progress(Phase phase, int done, int total) {
    double before = 0;
    for (Phase earlier : Phase.values()) {
      if (earlier.compareTo(phase) < 0) {
        before += shares.getOrDefault(earlier, 0.0);
      }
    }
    double part = total == 0 ? 1 : (double) done / total;
    String counts = total > 1 ? String.format(Locale.ROOT, " %d/%d", done, total) : "";
    progress.update(
        before + part * shares.getOrDefault(phase, 0.0),
        phase.key() + counts + (phase == Phase.ALIGN ? loss : ""));
  }

  /**
   * The task is over.
   *
   * @param seconds by phase; empty if it was not learned
   */
  void finish(Map<String, Double> seconds) {
    progress.finish();
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    if (all > 0) {
      for (Phase phase : Phase.values()) {
        shares.put(phase, seconds.getOrDefault(phase.key(), 0.0) / all);
      }
    }
  }

  /** Ends the display, also of a task that is not over; an error line shall not share its line. */
  @Override
  public void close() {
    progress.close();
  }
}
