package org.lammstream.evaluation.analysis;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;

/**
 * Looks at a learner row by row, in ascending order, and keeps little of each: a long history of
 * large versions need not be in memory at once. Confined to one thread.
 */
public final class HistoryAnalysis {

  private final ClassCounter classes;
  private final ConfusionCounter confusion;
  private final LostPointsCounter lost;
  private Optional<Last> last = Optional.empty();

  private record Last(RowPredictions row, ClassWeights known) {}

  /**
   * An analysis without rows.
   *
   * @param evaluator knows the tasks
   * @param pairs how many pairs of confused classes are kept per row
   */
  public HistoryAnalysis(Evaluator evaluator, int pairs) {
    ClassIndex index = new ClassIndex(evaluator);
    int[][] labels =
        IntStream.rangeClosed(1, evaluator.size())
            .mapToObj(evaluator::labels)
            .toArray(int[][]::new);
    this.classes = new ClassCounter(evaluator, index, labels);
    this.confusion = new ConfusionCounter(index, labels, pairs);
    this.lost = new LostPointsCounter(evaluator, index, labels);
  }

  /**
   * Looks at a row.
   *
   * @param row its predictions; a later row than those before, at least 1
   * @param known the text features they were made with
   * @throws IllegalArgumentException when the row does not follow
   */
  public void add(RowPredictions row, ClassWeights known) {
    if (row.row() <= last.map(before -> before.row().row()).orElse(0)) {
      throw new IllegalArgumentException("row %d does not follow".formatted(row.row()));
    }
    classes.add(row);
    confusion.add(row);
    lost.add(row, known);
    last = Optional.of(new Last(row, known));
  }

  /** Per class of the tasks up to the last row, in order of appearance. */
  public List<ClassAccuracy> classes() {
    return classes.result();
  }

  /** Per row that was looked at. */
  public List<RowConfusion> confusion() {
    return confusion.result();
  }

  /**
   * What was lost up to the last row.
   *
   * @throws IllegalStateException when no row was looked at
   */
  public LostPoints lostPoints() {
    Last end = last.orElseThrow(() -> new IllegalStateException("no row was looked at"));
    return lost.result(end.row(), end.known());
  }
}
