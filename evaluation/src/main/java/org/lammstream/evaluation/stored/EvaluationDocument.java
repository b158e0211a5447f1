package org.lammstream.evaluation.stored;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.ZeroShot;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.RowConfusion;

/** {@link HistoryEvaluation} as it becomes JSON; its schema explains the fields. */
record EvaluationDocument(
    int schemaVersion,
    String learner,
    List<EvaluatedVersion> versions,
    List<List<Double>> accuracyMatrix,
    List<List<Optional<Integer>>> correct,
    CellCheck check,
    Optional<Metrics> metrics,
    Optional<ZeroShot> zeroShot,
    List<ClassAccuracy> classes,
    List<RowConfusion> confusion,
    LostPoints lostPoints) {

  static EvaluationDocument of(HistoryEvaluation evaluation) {
    AccuracyMatrix matrix = evaluation.matrix();
    return new EvaluationDocument(
        HistoryEvaluation.SCHEMA_VERSION,
        evaluation.learner(),
        evaluation.versions(),
        rows(
            matrix,
            (row, column) ->
                matrix.contains(row, column) ? matrix.accuracy(row, column) : Double.NaN),
        rows(
            matrix,
            (row, column) ->
                matrix.contains(row, column)
                    ? Optional.of(matrix.correct(row, column))
                    : Optional.empty()),
        evaluation.check(),
        evaluation.metrics(),
        evaluation.zeroShot(),
        evaluation.classes(),
        evaluation.confusion(),
        evaluation.lostPoints());
  }

  private interface CellValue<T> {
    T of(int row, int column);
  }

  private static <T> List<List<T>> rows(AccuracyMatrix matrix, CellValue<T> value) {
    return IntStream.rangeClosed(0, matrix.size())
        .mapToObj(
            row ->
                IntStream.rangeClosed(1, matrix.size())
                    .mapToObj(column -> value.of(row, column))
                    .toList())
        .toList();
  }
}
