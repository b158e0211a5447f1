package org.lammstream.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.replay.ReplayListener;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.manager.replay.VersionCheck;
import org.lammstream.manager.worker.ForwardingListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.sequence.SequenceEntry;

/** What a user sees of a replay, and what its report needs. Used on one thread. */
final class ReplayView extends ForwardingListener implements ReplayListener, AutoCloseable {
  private final Console console;
  private final EmbeddingStore store;
  private final ReplayPlan plan;
  private final JobView view;
  private final JobTracker tracker;
  private final List<VersionCheck> checks = new ArrayList<>();
  private int resumed;

  static ReplayView on(Console console, EmbeddingStore store, ReplayPlan plan) {
    JobView view = new JobView(console, plan.taskNames());
    List<String> events = plan.tasks().stream().map(SequenceEntry::eventId).toList();
    return new ReplayView(console, store, plan, view, new JobTracker(view, events));
  }

  private ReplayView(
      Console console, EmbeddingStore store, ReplayPlan plan, JobView view, JobTracker tracker) {
    super(tracker);
    this.console = console;
    this.store = store;
    this.plan = plan;
    this.view = view;
    this.tracker = tracker;
  }

  /** How many versions were there before. */
  int resumed() {
    return resumed;
  }

  Map<String, Double> commitSeconds() {
    return tracker.commitSeconds();
  }

  @Override
  public void resumed(List<VersionSummary> versions, int left) {
    resumed = versions.size();
    notice(
        "%d of %d tasks are in %s, %d are to come"
            .formatted(versions.size(), plan.tasks().size(), store.directory(), left));
    LearnerHistory history = LearnerHistory.of(store, plan.learner());
    List<String> names = plan.taskNames();
    List<Integer> places =
        history.learned().stream().map(version -> names.indexOf(version.task()) + 1).toList();
    List<Cell> cells =
        history.cells().stream()
            .map(
                cell ->
                    new Cell(
                        cell.row() == 0 ? 0 : places.get(cell.row() - 1),
                        places.get(cell.column() - 1),
                        cell.correct(),
                        cell.total()))
            .toList();
    for (int i = 0; i < places.size(); i++) {
      view.resumed(places.get(i), history.versions().get(i).number(), cells);
    }
  }

  @Override
  public void checked(VersionCheck check) {
    if (!check.isEqual() && checks.stream().allMatch(VersionCheck::isEqual)) {
      notice(check.difference());
    }
    checks.add(check);
  }

  @Override
  public void notice(String line) {
    console.err().println("note: " + line);
  }

  /** Says how the versions compare with their originals, if any were compared. */
  void conclude() {
    Optional<VersionCheck> different =
        checks.stream().filter(check -> !check.isEqual()).findFirst();
    if (checks.isEmpty()) {
      return;
    }
    long equal = checks.stream().filter(VersionCheck::isEqual).count();
    console
        .out()
        .println(
            different.isEmpty()
                ? String.format(
                    Locale.ROOT,
                    "verified: %d of %d versions were recorded, and all of them are equal, bit for"
                        + " bit",
                    equal,
                    plan.tasks().size())
                : String.format(
                    Locale.ROOT,
                    "%d of %d recorded versions are equal, bit for bit; the first that is not is"
                        + " version %d (task '%s')",
                    equal,
                    checks.size(),
                    different.get().version(),
                    different.get().task()));
  }

  @Override
  public void close() {
    view.close();
  }
}
