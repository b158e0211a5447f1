package org.lammstream.evaluation.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.Metrics;

class LearnerDetailTest {
  private static final Instant MADE = Instant.parse("2026-11-25T12:00:00Z");

  /** What a worker knows: every cell, out of 10. */
  private static final int[][] CORRECT = {{4, 3, 2}, {9, 3, 2}, {7, 8, 2}, {5, 9, 10}};

  private static List<Cell> cells(boolean aboveDiagonal) {
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row <= 3; row++) {
      for (int column = 1; column <= 3; column++) {
        if (aboveDiagonal || column <= row) {
          cells.add(new Cell(row, column, CORRECT[row][column - 1], 10));
        }
      }
    }
    return cells;
  }

  private static LearnerFacts facts(List<Cell> cells, List<Double> zeroShot) {
    List<String> names = List.of("a", "b", "c");
    List<TaskEntry> tasks =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new TaskEntry(
                        names.get(i),
                        List.of(names.get(i) + "1", names.get(i) + "2"),
                        10,
                        i + 1,
                        Optional.of(MADE.plusSeconds(i)),
                        Map.of("align", 1.5)))
            .toList();
    List<VersionEntry> versions =
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                number ->
                    new VersionEntry(
                        number,
                        number == 1 ? OptionalInt.empty() : OptionalInt.of(number - 1),
                        names.get(number - 1),
                        tasks.get(number - 1).classes(),
                        2 * number,
                        Optional.of(MADE.plusSeconds(number)),
                        "0".repeat(64),
                        number == 2 ? List.of("champion") : List.of(),
                        OptionalDouble.empty(),
                        false))
            .toList();
    return new LearnerFacts(
        "fruit",
        OptionalInt.of(3),
        Map.of("champion", 2),
        tasks,
        Optional.of(AccuracyMatrix.of(names, cells)),
        zeroShot,
        versions,
        Optional.empty());
  }

  @Test
  void aStoreAndAResultsTopicComeToTheSameNumbers() {
    LearnerDetail store = LearnerDetail.of(facts(cells(true), List.of(0.4, 0.35, 0.3)));
    LearnerDetail topic = LearnerDetail.of(facts(cells(false), List.of()));
    Metrics metrics = Metrics.of(AccuracyMatrix.of(List.of("a", "b", "c"), cells(true)));
    for (LearnerDetail detail : List.of(store, topic)) {
      LearnerSummary summary = detail.summary();
      assertThat(summary.lastAccuracy().getAsDouble())
          .isCloseTo(metrics.lastAccuracy(), within(1e-12));
      assertThat(summary.averageIncrementalAccuracy().getAsDouble())
          .isCloseTo(metrics.averageIncrementalAccuracy(), within(1e-12));
      assertThat(summary.forgetting().getAsDouble()).isCloseTo(metrics.forgetting(), within(1e-12));
      assertThat(summary.classes()).isEqualTo(6);
      assertThat(summary.champion()).hasValue(2);
      assertThat(summary.updatedAt()).contains(MADE.plusSeconds(3));
      assertThat(detail.curves().oldClasses())
          .containsExactly(OptionalDouble.empty(), OptionalDouble.of(0.7), OptionalDouble.of(0.7));
      assertThat(detail.curves().newClasses())
          .containsExactly(OptionalDouble.of(0.9), OptionalDouble.of(0.8), OptionalDouble.of(1.0));
      assertThat(detail.metrics()).containsKeys("lastAccuracy", "forgetting");
      assertThat(detail.forgettingPerTask().get(2)).isEmpty();
      assertThat(detail.forgettingPerTask().get(0).getAsDouble()).isCloseTo(0.4, within(1e-12));
      assertThat(detail.forgettingPerTask().get(1).getAsDouble()).isCloseTo(-0.1, within(1e-12));
    }
    assertThat(store.metrics()).containsEntry("forwardTransfer", metrics.forwardTransfer());
    assertThat(topic.metrics()).doesNotContainKey("forwardTransfer");
    assertThat(topic.accuracyMatrix().get(0)).containsOnly(OptionalDouble.empty());
    assertThat(store.summary().zeroShotLast()).hasValue(0.3);
    assertThat(topic.summary().zeroShotLast()).isEmpty();
  }

  @Test
  void inJsonTheSummaryStandsBesideTheTasksAndWhatIsAbsentIsNull() {
    LearnerDetail detail = LearnerDetail.of(facts(cells(false), List.of()));
    JsonNode json = DashboardJson.mapper().valueToTree(detail);
    assertThat(json.get("name").asText()).isEqualTo("fruit");
    assertThat(json.get("tasks").isArray()).isTrue();
    assertThat(json.get("tasks").get(0).get("committedAt").asText())
        .isEqualTo("2026-11-25T12:00:00Z");
    assertThat(json.get("zeroShotLast").isNull()).isTrue();
    assertThat(json.get("accuracyMatrix").get(0).get(0).isNull()).isTrue();
    assertThat(json.get("running").isNull()).isTrue();
    JsonNode summary = DashboardJson.mapper().valueToTree(detail.summary());
    assertThat(summary.get("tasks").asInt()).isEqualTo(3);
    assertThat(DashboardJson.mapper().<JsonNode>valueToTree(Double.NaN).isNull()).isTrue();
  }

  @Test
  void aLearnerWithoutTestExamplesHasNoAccuracies() {
    List<Cell> untested = List.of(new Cell(1, 1, 0, 0), new Cell(0, 1, 0, 0));
    LearnerFacts facts = facts(untested, List.of());
    LearnerDetail detail = LearnerDetail.of(facts);
    assertThat(detail.summary().lastAccuracy()).isEmpty();
    assertThat(detail.summary().forgetting()).isEmpty();
    assertThat(detail.metrics()).isEmpty();
  }

  @Test
  void aMatrixOfOtherTasksIsRefused() {
    LearnerFacts good = facts(cells(true), List.of());
    assertThatThrownBy(
            () ->
                new LearnerFacts(
                    good.name(),
                    good.head(),
                    good.aliases(),
                    good.tasks().subList(0, 2),
                    good.matrix(),
                    List.of(),
                    good.versions(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other tasks than the 2");
  }
}
