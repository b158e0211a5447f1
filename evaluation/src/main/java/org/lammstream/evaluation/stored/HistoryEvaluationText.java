package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.MatrixTable;
import org.lammstream.evaluation.MetricsTable;
import org.lammstream.evaluation.TextTable;
import org.lammstream.evaluation.analysis.ClassAccuracyTable;
import org.lammstream.evaluation.analysis.ConfusionTable;
import org.lammstream.evaluation.analysis.LostPointsTable;
import org.lammstream.evaluation.stored.EvaluatedVersion.State;

/** A {@link HistoryEvaluation} as terminal text. */
public final class HistoryEvaluationText {

  private static final int MOST_DIFFERENCES = 100;

  private HistoryEvaluationText() {}

  /**
   * Everything: matrix, metrics, classes, confusion, lost points, and how the cells compare with
   * what was reported.
   *
   * @param width columns of the terminal
   * @param top rows of each table but the matrix
   * @return lines separated by line feeds, without control characters
   */
  public static String render(HistoryEvaluation evaluation, int width, int top) {
    List<String> parts = new ArrayList<>();
    parts.add(matrix(evaluation, width));
    evaluation
        .metrics()
        .ifPresent(
            metrics ->
                evaluation
                    .zeroShot()
                    .ifPresent(baseline -> parts.add(MetricsTable.render(metrics, baseline))));
    parts.add(ClassAccuracyTable.render(evaluation.classes(), top));
    parts.add(ConfusionTable.render(evaluation.confusion(), top));
    parts.add(LostPointsTable.render(evaluation.lostPoints(), top));
    parts.add(check(evaluation));
    return String.join("\n\n", parts);
  }

  private static String matrix(HistoryEvaluation evaluation, int width) {
    AccuracyMatrix matrix = evaluation.matrix();
    MatrixTable table = new MatrixTable(matrix.tasks(), width, false);
    List<String> lines = new ArrayList<>();
    lines.add(table.header());
    lines.add(table.row(matrix, 0));
    for (EvaluatedVersion version : evaluation.versions()) {
      if (version.state() != State.OUTSIDE) {
        lines.add(table.row(matrix, version.row()));
      }
    }
    String pruned =
        evaluation.versions().stream()
            .filter(version -> version.state() == State.PRUNED)
            .map(version -> Integer.toString(version.number()))
            .collect(Collectors.joining(", "));
    if (!pruned.isEmpty()) {
      lines.add("as reported, for their versions were pruned: " + pruned);
    }
    return String.join("\n", lines);
  }

  /** Whether the recomputed cells are what was reported, or which are not. */
  public static String check(HistoryEvaluation evaluation) {
    CellCheck check = evaluation.check();
    int compared = check.recomputed() - check.unreported();
    List<String> lines = new ArrayList<>();
    if (check.allEqual()) {
      lines.add(
          String.format(
              Locale.ROOT, "recomputed %d cells: all equal to what was reported", compared));
    } else {
      lines.add(
          String.format(
              Locale.ROOT,
              "recomputed %d cells: %d %s not what was reported",
              compared,
              check.differences().size(),
              check.differences().size() == 1 ? "is" : "are"));
      check.differences().stream()
          .limit(MOST_DIFFERENCES)
          .forEach(difference -> lines.add("  " + TextTable.printable(difference.toString())));
      if (check.differences().size() > MOST_DIFFERENCES) {
        lines.add("  (%d of them; JSON has all)".formatted(MOST_DIFFERENCES));
      }
    }
    if (check.unreported() > 0) {
      lines.add(check.unreported() + " more cells were never reported");
    }
    if (check.notRecomputed() > 0) {
      lines.add(
          check.notRecomputed()
              + " reported cells were not recomputed: their versions were pruned or not asked for");
    }
    return String.join("\n", lines);
  }
}
