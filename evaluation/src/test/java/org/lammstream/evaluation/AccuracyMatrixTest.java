package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTest {

  @Test
  void cellsAreFractionsOfTheirTestSet() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(List.of("a", "b"), List.of(new Cell(1, 2, 3, 4), new Cell(2, 2, 1, 4)));

    assertThat(matrix.accuracy(1, 2)).isEqualTo(0.75);
    assertThat(matrix.accuracy(2, 2)).isEqualTo(0.25);
    assertThat(matrix.contains(1, 1)).isFalse();
    assertThat(matrix.isComplete()).isFalse();
    assertThat(Sequences.random(3, 0).isComplete()).isTrue();
  }

  @Test
  void aCellNobodyMeasuredCannotBeRead() {
    AccuracyMatrix matrix = AccuracyMatrix.of(List.of("a"), List.of());

    assertThatThrownBy(() -> matrix.accuracy(0, 1))
        .isInstanceOf(MissingCellException.class)
        .hasMessageContaining("R[0][1]")
        .hasMessageContaining("zero-shot");
  }

  @Test
  void theFirstTasksAreTheMatrixAsItWas() {
    AccuracyMatrix matrix = Sequences.random(6, 5);
    AccuracyMatrix then = matrix.firstTasks(4);

    assertThat(then.size()).isEqualTo(4);
    assertThat(then.tasks()).isEqualTo(matrix.tasks().subList(0, 4));
    assertThat(then.isComplete()).isTrue();
    assertThat(then.accuracy(3, 4)).isEqualTo(matrix.accuracy(3, 4));
    assertThatThrownBy(() -> then.accuracy(3, 5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void contradictionsAreRefused() {
    List<String> tasks = List.of("a", "b");

    assertThatThrownBy(
            () -> AccuracyMatrix.of(tasks, List.of(new Cell(0, 1, 1, 4), new Cell(1, 1, 1, 5))))
        .hasMessage("R[1][1] counts 5 test examples, other rows 4");
    assertThatThrownBy(
            () -> AccuracyMatrix.of(tasks, List.of(new Cell(1, 1, 1, 4), new Cell(1, 1, 2, 4))))
        .hasMessage("R[1][1] was measured twice: 1 and 2 correct");
    assertThatThrownBy(() -> AccuracyMatrix.of(tasks, List.of(new Cell(3, 1, 1, 4))))
        .hasMessage("R[3][1] is outside a matrix of 2 tasks");
    assertThatThrownBy(() -> AccuracyMatrix.of(List.of("a", "a"), List.of()))
        .hasMessageContaining("not unique");
    assertThatThrownBy(() -> new Cell(1, 1, 5, 4)).hasMessage("R[1][1] cannot be 5 correct of 4");
    assertThatThrownBy(() -> new Cell(1, 0, 1, 4)).hasMessageContaining("columns at 1");
  }

  @Test
  void aCellToldTwiceCountsOnce() {
    Cell cell = new Cell(1, 1, 1, 4);

    assertThat(AccuracyMatrix.of(List.of("a"), List.of(cell, cell)).correct(1, 1)).isEqualTo(1);
  }
}
