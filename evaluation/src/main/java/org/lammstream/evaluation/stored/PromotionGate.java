package org.lammstream.evaluation.stored;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;
import org.lammstream.evaluation.analysis.HistoryAnalysis;
import org.lammstream.evaluation.stored.LearnerHistory.NewCells;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;

/**
 * Decides whether a new version becomes champion, by what users would lose.
 *
 * <p><b>What is compared.</b> The new version with the one that is served: the champion, or, where
 * a learner has no such alias, the new version's parent. As a rule the champion is the parent. Both
 * are measured on the tasks that the served version has learned, each among all classes that it
 * knows: the row of the served version in the accuracy matrix as it is stored, and the same columns
 * of the new row. So a new class that takes images of an old one counts as a loss. The accuracy is
 * the mean over these tasks, as everywhere in the matrix: every task that has test examples counts
 * the same. Each version sees test images as it does when it serves. If it falls by more percentage
 * points than allowed, the new version is held back. (A billionth of a point more is rounding.)
 *
 * <p><b>What passes.</b> The first version; a version whose comparison lacks a cell or has no test
 * examples; one whose served version was pruned.
 *
 * <p><b>Where the parent is not the champion.</b> The champion may be left behind by the gate, or
 * have been put where it is by hand. It was left behind if the versions from it to the parent come
 * to that by themselves: the first of them was held back, and each later one was held back too, or
 * had no gate (such a version does not take the place of a champion that is not its parent). Held
 * back means: by its own gate, in comparison with this same champion. Then the new version is
 * compared with the champion and, if it passes, takes its place: the champion catches up.
 * Otherwise, without a gate, and on another branch, the champion stays where it is.
 *
 * <p>The decision follows from the stored cells, the recorded settings and the champion alone, so
 * the same tasks come to the same decisions. Immutable and thread-safe.
 */
public final class PromotionGate {
  private static final double ROUNDING = 1e-9;

  private final LearnerHistory history;
  private final OptionalInt champion;
  private final Function<Map<String, String>, OptionalDouble> recorded;

  /**
   * A gate.
   *
   * @param history of the new version's parent; empty for a learner's first version
   * @param champion number of the learner's champion, if it has one
   * @param recorded how many points versions were allowed to lose, empty if they had no gate, from
   *     the settings in their provenance
   */
  public PromotionGate(
      LearnerHistory history,
      OptionalInt champion,
      Function<Map<String, String>, OptionalDouble> recorded) {
    this.history = history;
    this.champion = champion;
    this.recorded = recorded;
  }

  /**
   * Decides.
   *
   * @param allowed percentage points that may be lost, from 0 to 100; empty for no gate
   * @param cells what was measured with the new version
   * @param weights with which the new version scores
   */
  public Promotion decide(OptionalDouble allowed, NewCells cells, ClassWeights weights) {
    OptionalInt served = champion.isPresent() ? champion : history.last();
    if (served.isEmpty()) {
      return new Promotion.Granted(served);
    }
    int row = row(served.getAsInt());
    int parent = history.versions().size();
    if (row == 0
        || (row < parent && (allowed.isEmpty() || !isLeftBehind(row, parent, cells.matrix())))) {
      return new Promotion.Elsewhere();
    }
    OptionalDouble lost = lost(cells.matrix(), row, parent + 1);
    if (!exceeds(lost, allowed)) {
      return new Promotion.Granted(served);
    }
    Optional<Evaluator> seeing = history.evaluator(row, cells.evaluator());
    Optional<ClassWeights> before = history.weights(row, weights.dimension());
    if (seeing.isEmpty() || before.isEmpty()) {
      return new Promotion.Granted(served); // pruned: passes
    }
    RowPredictions then = seeing.get().predict(row, before.get());
    RowPredictions now = cells.seeing().predict(parent + 1, weights);
    return new Promotion.Refused(
        new HeldBack(
            served.getAsInt(),
            lost.getAsDouble(),
            allowed.getAsDouble(),
            pairs(cells.evaluator(), then, before.get(), now, weights)));
  }

  /** The row of a version; 0 if it is on another branch. */
  private int row(int number) {
    return history.versions().stream().map(VersionSummary::number).toList().indexOf(number) + 1;
  }

  private boolean isLeftBehind(int champion, int parent, AccuracyMatrix matrix) {
    for (int row = champion + 1; row <= parent; row++) {
      OptionalDouble allowed =
          recorded.apply(history.versions().get(row - 1).provenance().configuration());
      boolean stayedBehind =
          allowed.isEmpty() ? row > champion + 1 : exceeds(lost(matrix, champion, row), allowed);
      if (!stayedBehind) {
        return false;
      }
    }
    return true;
  }

  private static boolean exceeds(OptionalDouble lost, OptionalDouble allowed) {
    return lost.isPresent()
        && allowed.isPresent()
        && lost.getAsDouble() > allowed.getAsDouble() + ROUNDING;
  }

  /** Percentage points that a later row has less on the tasks of a row; empty if none can tell. */
  private static OptionalDouble lost(AccuracyMatrix matrix, int row, int later) {
    double sum = 0;
    int tasks = 0;
    for (int column = 1; column <= row; column++) {
      if (!matrix.contains(row, column) || !matrix.contains(later, column)) {
        return OptionalDouble.empty();
      }
      if (matrix.total(row, column) > 0) {
        sum += matrix.accuracy(row, column) - matrix.accuracy(later, column);
        tasks++;
      }
    }
    return tasks == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * sum / tasks);
  }

  /** Examples that the version of this row classified right and the new one does not. */
  private static List<ClassLoss> pairs(
      Evaluator evaluator,
      RowPredictions then,
      ClassWeights before,
      RowPredictions now,
      ClassWeights after) {
    HistoryAnalysis analysis = new HistoryAnalysis(evaluator, 0);
    analysis.add(then, before);
    analysis.add(now, after);
    return analysis.lostPoints().pairs().stream()
        .limit(HeldBack.MOST_PAIRS)
        .map(pair -> new ClassLoss(pair.from(), pair.to(), pair.count()))
        .toList();
  }
}
