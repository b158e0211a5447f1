package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.lammstream.evaluation.Report;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.replay.Replay;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.sequence.SequenceFile;

/** One replay into a folder of its own: store, report, picture. */
final class ReplayRun implements AutoCloseable {
  private final Console console;
  private final Path folder;
  private final EmbeddingStore store;

  private ReplayRun(Console console, Path folder, EmbeddingStore store) {
    this.console = console;
    this.folder = folder;
    this.store = store;
  }

  /** Opens the folder's store, or makes it. */
  static ReplayRun in(Console console, Path folder) {
    return new ReplayRun(console, folder, EmbeddingStore.open(folder.resolve("store")));
  }

  /** The image features that this run's store keeps. */
  FeatureCache features() {
    return FeatureCache.in(store);
  }

  /**
   * What a run did.
   *
   * @param report empty where no task has test examples
   * @param learned how many tasks were learned now
   */
  record Outcome(Optional<Report> report, int learned) {}

  /** Replays to the end, or goes on where an earlier attempt ended, and writes the report. */
  Outcome run(SequenceFile sequence, ReplayPlan plan, ClipModel model, Replay.Means means)
      throws IOException, InterruptedException {
    try (ReplayView view = ReplayView.on(console, store, plan)) {
      new Replay(sequence, plan, store, model, means, view).run();
      if (store.head(plan.learner()).isEmpty()) {
        throw new JobException("no task could be learned, the notes above say why");
      }
      int learned = store.versions(plan.learner()).size() - view.resumed();
      Optional<Report> report = report(plan, model, view);
      console.out().println("store " + folder.resolve("store"));
      view.conclude();
      return new Outcome(report, learned);
    }
  }

  private Optional<Report> report(ReplayPlan plan, ClipModel model, ReplayView view)
      throws IOException {
    if (store.head(plan.learner()).isEmpty()
        || plan.tasks().stream().allMatch(task -> task.test() == 0)) {
      view.notice("no report: there are no test examples");
      return Optional.empty();
    }
    JobReport report = JobReport.of(store, model, ReportFacts.of(plan), view.commitSeconds());
    report.finish(console, folder);
    return Optional.of(report.report());
  }

  @Override
  public void close() {
    store.close();
  }
}
