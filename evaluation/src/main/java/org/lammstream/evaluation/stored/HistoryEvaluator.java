package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.MissingCellException;
import org.lammstream.evaluation.RowPredictions;
import org.lammstream.evaluation.analysis.HistoryAnalysis;
import org.lammstream.evaluation.stored.EvaluatedVersion.State;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/**
 * Measures a learner's history again, from stored versions and stored test features: no checkpoint,
 * no images. Each version is read once and held alone, whatever the length of the history. Used by
 * one thread; it takes others for the arithmetic.
 */
public final class HistoryEvaluator {

  private static final int PAIRS_PER_ROW = 20;
  private static final int NUMBERS_SHOWN = 12;

  private final EmbeddingStore store;
  private final String learner;
  private final Progress progress;

  /** Hears how far an evaluation is. */
  public interface Progress {

    /** Says nothing. */
    Progress NONE = (done, all) -> {};

    /** So many rows of all are done. */
    void rows(int done, int all);
  }

  /** An evaluator of one learner; the store stays open while it is used. */
  public HistoryEvaluator(EmbeddingStore store, String learner, Progress progress) {
    this.store = store;
    this.learner = learner;
    this.progress = progress;
  }

  /**
   * The whole history of one version.
   *
   * @param last number of the version
   * @throws org.lammstream.store.UnknownVersionException if the learner has no such version
   * @throws PrunedVersionException if its embeddings are gone
   * @throws BrokenHistoryException when the store lacks a part of its history
   */
  public HistoryEvaluation evaluate(int last) {
    return evaluate(LearnerHistory.of(store, learner, last), 1);
  }

  /**
   * The history of one version from another version on: earlier rows stay as they were reported,
   * and a point that was lost before it is no loss.
   *
   * @param first number of the first version whose row is measured again
   * @param last number of the last version
   * @throws IllegalArgumentException when {@code first} is not in the history of {@code last}
   * @throws org.lammstream.store.UnknownVersionException if the learner has no such version
   * @throws PrunedVersionException if the embeddings of {@code last} are gone
   * @throws BrokenHistoryException when the store lacks a part of their history
   */
  public HistoryEvaluation evaluate(int first, int last) {
    LearnerHistory history = LearnerHistory.of(store, learner, last);
    List<Integer> numbers = history.versions().stream().map(VersionSummary::number).toList();
    if (!numbers.contains(first)) {
      throw new IllegalArgumentException(
          "version %d is not in the history of version %d of learner '%s', which is %s"
              .formatted(first, last, learner, shown(numbers)));
    }
    return evaluate(history, numbers.indexOf(first) + 1);
  }

  private static String shown(List<Integer> numbers) {
    int left = Math.max(0, numbers.size() - NUMBERS_SHOWN);
    String last =
        numbers.stream().skip(left).map(number -> number + "").collect(Collectors.joining(", "));
    return left == 0 ? last : "..., " + last;
  }

  private HistoryEvaluation evaluate(LearnerHistory history, int firstRow) {
    int last = history.versions().size();
    // The last version goes first: only it has the zero-shot features of all classes.
    Version newest = store.version(learner, history.last().orElseThrow());
    Evaluator evaluator = StoredEvaluation.evaluator(history.testSets(), newest.classes());
    HistoryAnalysis analysis = new HistoryAnalysis(evaluator, PAIRS_PER_ROW);
    ClassWeights nothing = new ClassWeights(List.of(), new float[0], evaluator.dimension());
    List<Cell> recomputed = new ArrayList<>(evaluator.predict(0, nothing).cells());
    State[] states = new State[last];
    Arrays.fill(states, State.OUTSIDE);
    for (int row = firstRow; row <= last; row++) {
      Optional<RowView> known =
          row == last
              ? Optional.of(history.view(row, newest, evaluator).orElseThrow(() -> pruned(newest)))
              : history.view(row, evaluator);
      states[row - 1] = known.isPresent() ? State.RECOMPUTED : State.PRUNED;
      if (known.isPresent()) {
        RowPredictions predictions = known.get().predict();
        recomputed.addAll(predictions.cells());
        analysis.add(predictions, known.get().weights());
      }
      progress.rows(row - firstRow + 1, last - firstRow + 1);
    }
    return result(history, states, evaluator, recomputed, analysis);
  }

  private static PrunedVersionException pruned(Version since) {
    return new PrunedVersionException(
        "version %d of learner '%s' was pruned while it was read"
            .formatted(since.number(), since.learner()));
  }

  private HistoryEvaluation result(
      LearnerHistory history,
      State[] states,
      Evaluator evaluator,
      List<Cell> recomputed,
      HistoryAnalysis analysis) {
    List<Cell> reported = history.cells();
    AccuracyMatrix matrix = CellComparison.merged(history, recomputed, reported);
    return new HistoryEvaluation(
        learner,
        IntStream.rangeClosed(1, states.length)
            .mapToObj(row -> version(history, row, states[row - 1]))
            .toList(),
        matrix,
        CellComparison.check(history, recomputed, reported),
        metrics(matrix),
        matrix.hasTestExamples() ? Optional.of(evaluator.zeroShot()) : Optional.empty(),
        analysis.classes(),
        analysis.confusion(),
        analysis.lostPoints());
  }

  private static EvaluatedVersion version(LearnerHistory history, int row, State state) {
    VersionSummary version = history.versions().get(row - 1);
    return new EvaluatedVersion(
        row,
        version.number(),
        history.learned().get(row - 1).task(),
        history.newClasses(row),
        history.testSets().get(row - 1).labels().size(),
        version.embeddingsSha256(),
        state);
  }

  private static Optional<Metrics> metrics(AccuracyMatrix matrix) {
    if (!matrix.hasTestExamples()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Metrics.of(matrix));
    } catch (MissingCellException e) {
      return Optional.empty();
    }
  }
}
