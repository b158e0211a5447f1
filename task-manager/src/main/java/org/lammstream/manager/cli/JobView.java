package org.lammstream.manager.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.MatrixTable;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.TaskEvent;

/**
 * What a user sees of a sequence of tasks: a progress bar per task and the accuracy matrix as it
 * grows. Called on the training thread only.
 */
final class JobView implements WorkerListener {
  private final Console console;
  private final List<String> tasks;
  private final MatrixTable table;
  private final TaskProgress progress;
  private final List<Cell> cells = new ArrayList<>();
  private final Map<Integer, Integer> rows = new HashMap<>(Map.of(0, 0));
  private final Map<Phase, Double> weights =
      new EnumMap<>(
          Map.of(Phase.ENCODE, 0.4, Phase.ALIGN, 0.58, Phase.EVALUATE, 0.01, Phase.COMMIT, 0.01));
  private boolean headerShown;
  private String title = "";
  private String loss = "";

  /**
   * A view.
   *
   * @param tasks names of all tasks to come, in order
   */
  JobView(Console console, List<String> tasks) {
    this.console = console;
    this.tasks = List.copyOf(tasks);
    this.table = new MatrixTable(tasks, 100, false);
    this.progress = TaskProgress.on(console);
  }

  /** Takes over a task that an earlier run has learned. */
  void resumed(int row, int version, List<Cell> earlier) {
    rows.put(version, row);
    cells.addAll(earlier);
    showRow(row);
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    int place = tasks.indexOf(task.task()) + 1;
    title = place > 0 ? "%d/%d %s".formatted(place, tasks.size(), task.task()) : task.task();
    loss = "";
    progress.start(title);
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    double before = 0;
    for (Phase earlier : Phase.values()) {
      if (earlier.compareTo(phase) < 0) {
        before += weights.getOrDefault(earlier, 0.0);
      }
    }
    double part = total == 0 ? 1 : (double) done / total;
    String counts = total > 1 ? " %d/%d".formatted(done, total) : "";
    progress.update(
        before + part * weights.getOrDefault(phase, 0.0),
        phase.key() + counts + (phase == Phase.ALIGN ? loss : ""));
  }

  @Override
  public void epochFinished(int epoch, int epochs, double meanLoss) {
    loss = String.format(Locale.ROOT, " loss %.3f", meanLoss);
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> scores, Map<String, Double> seconds) {
    progress.finish();
    int row = tasks.indexOf(version.task()) + 1;
    rows.put(version.number(), row);
    for (CellScore score : scores) {
      int of = rows.getOrDefault(score.row(), 0);
      cells.add(new Cell(of, tasks.indexOf(score.task()) + 1, score.correct(), score.total()));
    }
    learnWeights(seconds);
    showRow(row);
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    progress.finish();
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    progress.finish();
    console
        .err()
        .println(
            "task '%s' refused (%s): %s"
                .formatted(
                    refused.task(), refused.rejection().reason(), refused.rejection().message()));
  }

  /** The next task will spend its time much like this one did. */
  private void learnWeights(Map<String, Double> seconds) {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    if (all > 0) {
      for (Phase phase : Phase.values()) {
        weights.put(phase, seconds.getOrDefault(phase.key(), 0.0) / all);
      }
    }
  }

  private void showRow(int row) {
    if (!headerShown) {
      headerShown = true;
      console.out().println(table.header());
    }
    console.out().println(table.row(AccuracyMatrix.of(tasks, cells), row));
  }
}
