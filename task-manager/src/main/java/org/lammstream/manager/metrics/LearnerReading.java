package org.lammstream.manager.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.MissingCellException;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/**
 * Numbers of a learner's head, as the store has them now. Reads summaries and cells only, and of a
 * learner that has forgotten something test features, too.
 *
 * @param values by meter; a meter that cannot be told (no test examples) is missing
 */
record LearnerReading(Map<LearnerMeter, Double> values) {
  private static final String CHAMPION = "champion";

  LearnerReading {
    values = Map.copyOf(values);
  }

  /** Not a number where it cannot be told. */
  double value(LearnerMeter meter) {
    return values.getOrDefault(meter, Double.NaN);
  }

  /** Reads a learner that has at least one version. */
  static LearnerReading of(EmbeddingStore store, String learner) {
    List<VersionSummary> versions = store.versions(learner);
    List<VersionSummary> chain = chain(versions, store.head(learner));
    VersionSummary head = chain.get(chain.size() - 1);
    Map<LearnerMeter, Double> values = new EnumMap<>(LearnerMeter.class);
    values.put(LearnerMeter.CLASSES, (double) head.classCount());
    values.put(LearnerMeter.TASKS, (double) chain.size());
    values.put(LearnerMeter.VERSIONS, (double) versions.size());
    values.put(LearnerMeter.HEAD, (double) head.number());
    values.put(LearnerMeter.CHAMPION, (double) store.alias(learner, CHAMPION).orElse(0));
    values.put(LearnerMeter.UPDATED, head.createdAt().toEpochMilli() / 1e3);
    if (chain.stream().anyMatch(version -> version.forgetting().isPresent())) {
      LearnerHistory history = LearnerHistory.of(store, learner);
      values.put(LearnerMeter.TASKS, (double) history.learned().size());
      accuracies(history.matrix(), values);
    } else {
      accuracies(matrix(chain, store.scores(learner)), values);
    }
    return new LearnerReading(values);
  }

  private static AccuracyMatrix matrix(List<VersionSummary> chain, List<CellScore> scores) {
    List<String> tasks = chain.stream().map(VersionSummary::task).toList();
    List<Integer> numbers = chain.stream().map(VersionSummary::number).toList();
    List<Cell> cells =
        scores.stream()
            .map(
                score ->
                    new Cell(
                        score.row() == 0 ? 0 : numbers.indexOf(score.row()) + 1,
                        tasks.indexOf(score.task()) + 1,
                        score.correct(),
                        score.total()))
            .toList();
    return AccuracyMatrix.of(tasks, cells);
  }

  /** None where what was forgotten left cells that cannot be measured any more. */
  private static void accuracies(AccuracyMatrix matrix, Map<LearnerMeter, Double> values) {
    if (!matrix.hasTestExamples()) {
      return;
    }
    try {
      Metrics metrics = Metrics.of(matrix);
      values.put(LearnerMeter.ACCURACY_LAST, metrics.lastAccuracy());
      values.put(LearnerMeter.ACCURACY_AVERAGE, metrics.averageIncrementalAccuracy());
      values.put(LearnerMeter.FORGETTING, metrics.forgetting());
      values.put(LearnerMeter.BACKWARD_TRANSFER, metrics.backwardTransfer());
      values.put(LearnerMeter.FORWARD_TRANSFER, metrics.forwardTransfer());
      values.put(LearnerMeter.ZERO_SHOT, zeroShot(matrix));
    } catch (MissingCellException e) {
      return; // nothing was put yet
    }
  }

  private static double zeroShot(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(1, matrix.size())
        .mapToDouble(column -> matrix.accuracy(0, column))
        .filter(accuracy -> !Double.isNaN(accuracy))
        .average()
        .orElse(Double.NaN);
  }

  /** From the first version to the head. */
  private static List<VersionSummary> chain(List<VersionSummary> versions, OptionalInt head) {
    Map<Integer, VersionSummary> byNumber =
        versions.stream().collect(Collectors.toMap(VersionSummary::number, Function.identity()));
    List<VersionSummary> chain = new ArrayList<>();
    OptionalInt at = head;
    while (at.isPresent()) {
      VersionSummary version = byNumber.get(at.getAsInt());
      if (version == null) {
        throw new IllegalStateException("no version " + at.getAsInt());
      }
      chain.add(version);
      at = version.parent();
    }
    Collections.reverse(chain);
    return chain;
  }
}
