package org.lammstream.manager.cli;

import java.util.ArrayList;
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
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.TaskEvent;

/**
 * What a user sees of a sequence of tasks: a progress bar per task and the accuracy matrix as it
 * grows. Tasks of others that come in between are told as a worker tells them. Called on the
 * training thread only; closed when that has ended.
 */
final class JobView implements WorkerListener, AutoCloseable {
  static final int WIDTH = 100;

  private final Console console;
  private final List<String> tasks;
  private final MatrixTable table;
  private final PhaseBar bar;
  private final List<Cell> cells = new ArrayList<>();
  private final Map<Integer, Integer> rows = new HashMap<>(Map.of(0, 0));
  private final WorkerView others;
  private boolean headerShown;
  private boolean other;
  private long began;
  private int started;

  /**
   * A view.
   *
   * @param tasks names of all tasks to come, in order
   */
  JobView(Console console, List<String> tasks) {
    this.console = console;
    this.tasks = List.copyOf(tasks);
    this.table = new MatrixTable(tasks, WIDTH, false);
    this.bar = new PhaseBar(TaskProgress.on(console));
    this.others = new WorkerView(console);
  }

  /** Takes over a task that an earlier run has learned. */
  void resumed(int row, int version, List<Cell> earlier) {
    rows.put(version, row);
    cells.addAll(earlier);
    showRow(row);
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    other = !tasks.contains(task.task());
    if (other) {
      others.taskStarted(task, eventId);
      return;
    }
    int place = tasks.indexOf(task.task()) + 1;
    String left = left(tasks.size() - place + 1);
    bar.start(String.format(Locale.ROOT, "%d/%d %s%s", place, tasks.size(), task.task(), left));
  }

  /** How long this and all later tasks will take if they are like those before. */
  private String left(int toCome) {
    long now = System.nanoTime();
    if (started++ == 0) {
      began = now;
      return "";
    }
    double seconds = (now - began) / 1e9 / (started - 1) * toCome;
    return String.format(
        Locale.ROOT,
        seconds < 120 ? " (all in about %.0f s)" : " (all in about %.0f min)",
        seconds < 120 ? seconds : seconds / 60);
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    if (other) {
      others.phaseProgress(phase, done, total);
    } else {
      bar.progress(phase, done, total);
    }
  }

  @Override
  public void epochFinished(int epoch, int epochs, double loss) {
    if (other) {
      others.epochFinished(epoch, epochs, loss);
    } else {
      bar.loss(loss);
    }
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> scores, Map<String, Double> seconds) {
    if (other) {
      others.versionCommitted(version, eventId, scores, seconds);
      return;
    }
    bar.finish(seconds);
    int row = tasks.indexOf(version.task()) + 1;
    rows.put(version.number(), row);
    for (CellScore score : scores) {
      int of = rows.getOrDefault(score.row(), 0);
      cells.add(new Cell(of, tasks.indexOf(score.task()) + 1, score.correct(), score.total()));
    }
    showRow(row);
  }

  @Override
  public void versionHeldBack(Version version, HeldBack why) {
    if (other) {
      others.versionHeldBack(version, why);
    } else {
      console.out().println(HeldBackLine.of(version.number(), why));
    }
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    bar.finish(Map.of());
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    bar.finish(Map.of());
    if (!tasks.contains(refused.task())) {
      others.taskRejected(refused);
    }
  }

  private void showRow(int row) {
    if (!headerShown) {
      headerShown = true;
      console.out().println(table.header());
    }
    console.out().println(table.row(AccuracyMatrix.of(tasks, cells), row));
  }

  @Override
  public void close() {
    bar.close();
    others.close();
  }
}
