package org.lammstream.manager.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.MissingCellException;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.stream.event.VersionCommitted;

/** What a result tells of a new version in numbers. */
final class VersionMetrics {
  private VersionMetrics() {}

  /** By name, finite; empty while no task had test examples. */
  static Map<String, Double> of(LearnerHistory.NewCells cells) {
    if (!cells.matrix().hasTestExamples()) {
      return Map.of();
    }
    Map<String, Double> metrics = new TreeMap<>(measured(cells.matrix()));
    metrics.put(VersionCommitted.ZERO_SHOT_LAST_ACCURACY, cells.evaluator().zeroShotLastAccuracy());
    return finite(metrics);
  }

  /** None where classes were forgotten that versions pruned by now were measured with. */
  private static Map<String, Double> measured(AccuracyMatrix matrix) {
    try {
      return Metrics.of(matrix).toMap();
    } catch (MissingCellException e) {
      return Map.of();
    }
  }

  private static Map<String, Double> finite(Map<String, Double> metrics) {
    Map<String, Double> finite = new LinkedHashMap<>(metrics);
    finite.values().removeIf(value -> !Double.isFinite(value));
    return finite;
  }
}
