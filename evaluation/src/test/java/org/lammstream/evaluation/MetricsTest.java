package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void threeTasksComputedByHand() {
    Metrics metrics =
        Metrics.of(
            Sequences.ofPercents(
                new int[][] {
                  {40, 30, 20}, // zero-shot
                  {80, 34, 22},
                  {90, 60, 26},
                  {50, 70, 60}
                }));

    // rows: 80; (90 + 60) / 2 = 75; (50 + 70 + 60) / 3 = 60; mean 215 / 3
    assertThat(metrics.averageIncrementalAccuracy()).isCloseTo(2.15 / 3, EXACT);
    assertThat(metrics.lastAccuracy()).isCloseTo(0.60, EXACT);
    // task 1: max(80, 90) - 50 = 40; task 2: 60 - 70 = -10
    assertThat(metrics.forgetting()).isCloseTo(0.15, EXACT);
    // task 1: 80 - 50 = 30; task 2: 60 - 70 = -10
    assertThat(metrics.initialMinusLast()).isCloseTo(0.10, EXACT);
    assertThat(metrics.backwardTransfer()).isCloseTo(-0.10, EXACT);
    // task 2: 34 - 30 = 4; task 3: 26 - 20 = 6
    assertThat(metrics.forwardTransfer()).isCloseTo(0.05, EXACT);
    assertThat(metrics.averageIncrementalAccuracyMicro()).isCloseTo(2.15 / 3, EXACT);
    assertThat(metrics.lastAccuracyMicro()).isCloseTo(0.60, EXACT);
  }

  @Test
  void examplesOfUnevenTestSetsWeighTheSameInMicroAndTheirTasksInMacro() {
    Metrics metrics =
        Metrics.of(
            AccuracyMatrix.of(
                List.of("small", "large"),
                List.of(
                    new Cell(0, 1, 0, 10),
                    new Cell(0, 2, 9, 90),
                    new Cell(1, 1, 8, 10),
                    new Cell(1, 2, 18, 90),
                    new Cell(2, 1, 5, 10),
                    new Cell(2, 2, 81, 90))));

    assertThat(metrics.averageIncrementalAccuracy()).isCloseTo((0.8 + 0.7) / 2, EXACT);
    assertThat(metrics.averageIncrementalAccuracyMicro()).isCloseTo((0.8 + 0.86) / 2, EXACT);
    assertThat(metrics.lastAccuracy()).isCloseTo(0.7, EXACT);
    assertThat(metrics.lastAccuracyMicro()).isCloseTo(0.86, EXACT);
  }

  @Test
  void aSingleTaskHasNothingToForgetOrTransfer() {
    Metrics metrics = Metrics.of(Sequences.ofPercents(new int[][] {{10}, {75}}));

    assertThat(metrics).isEqualTo(new Metrics(0.75, 0.75, 0, 0, 0, 0.75, 0.75, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40})
  void randomMatricesAgreeWithTheFormulasWrittenOutPlainly(int tasks) {
    for (long seed = 0; seed < 25; seed++) {
      AccuracyMatrix matrix = Sequences.random(tasks, seed);
      Metrics metrics = Metrics.of(matrix);
      NaiveMetrics naive = new NaiveMetrics(matrix);

      assertThat(new ArrayList<>(metrics.toMap().values()))
          .usingComparatorForType(
              (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
          .isEqualTo(naive.all());
      assertThat(metrics.initialMinusLast()).isLessThanOrEqualTo(metrics.forgetting() + 1e-12);
    }
  }

  @Test
  void theMapCarriesEveryFieldUnderItsName() throws Exception {
    Metrics metrics = Metrics.of(Sequences.random(4, 1));

    for (var field : Metrics.class.getRecordComponents()) {
      assertThat(metrics.toMap().get(field.getName()))
          .isEqualTo(field.getAccessor().invoke(metrics));
    }
    assertThat(metrics.toMap()).hasSize(Metrics.class.getRecordComponents().length);
  }

  @Test
  void aMissingCellIsNamed() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(
            Sequences.names(2), List.of(new Cell(1, 1, 5, 10), new Cell(2, 2, 5, 10)));

    assertThatThrownBy(() -> Metrics.of(matrix))
        .isInstanceOf(MissingCellException.class)
        .hasMessageContaining("R[2][1]");
  }

  @Test
  void cellsThatNoFormulaUsesMayBeMissing() {
    List<Cell> cells = new ArrayList<>();
    AccuracyMatrix full = Sequences.random(5, 3);
    for (int row = 0; row <= 5; row++) {
      for (int column = 1; column <= 5; column++) {
        if (row == 0 || column <= row + 1) {
          cells.add(new Cell(row, column, full.correct(row, column), full.total(row, column)));
        }
      }
    }

    assertThat(Metrics.of(AccuracyMatrix.of(full.tasks(), cells))).isEqualTo(Metrics.of(full));
  }

  @Test
  void onlyForwardTransferNeedsTheCellsAboveTheDiagonal() {
    AccuracyMatrix full = Sequences.random(5, 3);
    Metrics whole = Metrics.of(full);
    for (boolean all : List.of(true, false)) {
      List<Cell> cells = new ArrayList<>();
      for (int row = 0; row <= 5; row++) {
        for (int column = 1; column <= 5; column++) {
          boolean measured = row == 0 || column <= row || (!all && row != 3);
          if (measured) {
            cells.add(new Cell(row, column, full.correct(row, column), full.total(row, column)));
          }
        }
      }

      Metrics metrics = Metrics.of(AccuracyMatrix.of(full.tasks(), cells));

      assertThat(metrics.forwardTransfer()).isNaN();
      assertThat(metrics)
          .usingRecursiveComparison()
          .ignoringFields("forwardTransfer")
          .isEqualTo(whole);
    }
  }

  @Test
  void aTaskWithoutTestExamplesTakesNoPart() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(
            Sequences.names(2),
            List.of(
                new Cell(0, 1, 2, 10),
                new Cell(0, 2, 0, 0),
                new Cell(1, 1, 8, 10),
                new Cell(1, 2, 0, 0),
                new Cell(2, 1, 6, 10),
                new Cell(2, 2, 0, 0)));

    Metrics metrics = Metrics.of(matrix);

    assertThat(metrics.lastAccuracy()).isCloseTo(0.6, EXACT);
    assertThat(metrics.averageIncrementalAccuracy()).isCloseTo(0.7, EXACT);
    assertThat(metrics.forgetting()).isCloseTo(0.2, EXACT);
    assertThat(metrics.forwardTransfer()).isZero();
  }

  @Test
  void withoutAnyTestExampleThereAreNoMetrics() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(Sequences.names(1), List.of(new Cell(0, 1, 0, 0), new Cell(1, 1, 0, 0)));

    assertThat(matrix.hasTestExamples()).isFalse();
    assertThatThrownBy(() -> Metrics.of(matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no task has test examples");
  }
}
