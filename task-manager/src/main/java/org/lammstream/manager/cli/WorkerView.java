package org.lammstream.manager.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.TaskEvent;

/**
 * What a long-running worker says: a line per task. Called on the training thread only; closed when
 * that has ended.
 */
final class WorkerView implements WorkerListener, AutoCloseable {
  private final Console console;
  private final PhaseBar bar;

  WorkerView(Console console) {
    this.console = console;
    this.bar = new PhaseBar(TaskProgress.on(console));
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    bar.start(task.learner() + "/" + task.task());
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    bar.progress(phase, done, total);
  }

  @Override
  public void epochFinished(int epoch, int epochs, double loss) {
    bar.loss(loss);
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    bar.finish(seconds);
    int correct = 0;
    int total = 0;
    for (CellScore cell : cells) {
      if (cell.row() == version.number()) {
        correct += cell.correct();
        total += cell.total();
      }
    }
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    say(
        String.format(
            Locale.ROOT,
            "%s version %d: task %s, %d classes, accuracy %.1f %%, %.1f s",
            version.learner(),
            version.number(),
            version.task(),
            version.classes().size(),
            total == 0 ? Double.NaN : 100.0 * correct / total,
            all));
  }

  @Override
  public void versionHeldBack(Version version, HeldBack why) {
    say(version.learner() + " " + HeldBackLine.of(version.number(), why));
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    say(
        "%s: task %s was learned before (event %s)"
            .formatted(duplicate.event().learner(), duplicate.event().task(), duplicate.eventId()));
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    bar.finish(Map.of());
    say(
        "%s: task %s refused (%s): %s"
            .formatted(
                refused.learner(),
                refused.task(),
                refused.rejection().reason().name().toLowerCase(Locale.ROOT),
                refused.rejection().message()));
  }

  private void say(String line) {
    console.out().println(line);
  }

  @Override
  public void close() {
    bar.close();
  }
}
