package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {

  private static final AccuracyMatrix MATRIX =
      Sequences.ofPercents(new int[][] {{40, 30, 20}, {80, 34, 22}, {90, 60, 26}, {50, 70, 100}});

  @Test
  void theBarSeparatesSeenTasksFromUnseenOnes() {
    assertThat(new MatrixTable(MATRIX.tasks(), 80, false).render(MATRIX))
        .isEqualTo(
            """
            task        mean     1     2     3
            zero-shot       | 40.0  30.0  20.0
            1 task-01   80.0  80.0| 34.0  22.0
            2 task-02   75.0  90.0  60.0| 26.0
            3 task-03   73.3  50.0  70.0 100.0|\
            """);
  }

  @Test
  void aGrowingTableLeavesTasksToComeEmpty() {
    MatrixTable table = new MatrixTable(MATRIX.tasks(), 80, false);

    assertThat(table.row(MATRIX.firstTasks(1), 1)).isEqualTo("1 task-01   80.0  80.0|");
    assertThat(table.row(MATRIX.firstTasks(2), 1)).isEqualTo("1 task-01   80.0  80.0| 34.0");
    assertThat(table.row(MATRIX.firstTasks(2), 0)).isEqualTo("zero-shot       | 40.0  30.0");
  }

  @ParameterizedTest
  @CsvSource({"1,80", "5,40", "10,80", "10,120", "17,120", "25,80", "200,80", "200,120", "3,10"})
  void everyLineFitsTheTerminal(int tasks, int width) {
    AccuracyMatrix matrix = Sequences.random(tasks, 2);

    List<String> lines =
        new MatrixTable(matrix.tasks(), width, false).render(matrix).lines().toList();

    assertThat(lines).hasSize(tasks + 2);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(40, width)));
    assertThat(lines.get(0)).endsWith(" " + tasks);
  }

  @Test
  void tenTasksKeepTheirDecimalsAt80Columns() {
    AccuracyMatrix matrix = Sequences.plausible(10, 2);

    assertThat(new MatrixTable(matrix.tasks(), 80, false).row(matrix, 10).split("\\.", -1))
        .hasSize(12);
  }

  @Test
  void colourIsOnlyThereWhenAskedFor() {
    assertThat(new MatrixTable(MATRIX.tasks(), 80, false).render(MATRIX)).doesNotContain("\u001b");
    String coloured = new MatrixTable(MATRIX.tasks(), 80, true).render(MATRIX);
    assertThat(coloured).contains("\u001b[2m").contains("\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(new MatrixTable(MATRIX.tasks(), 80, false).render(MATRIX));
  }

  @Test
  void aTaskNameCannotSteerTheTerminal() {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(List.of("\u001b[2Jboo"), List.of(new Cell(1, 1, 1, 2)));

    assertThat(new MatrixTable(matrix.tasks(), 80, false).row(matrix, 1))
        .startsWith("1 ?[2Jboo")
        .doesNotContain("\u001b");
  }

  @Test
  void theSummaryStandsAgainstZeroShot() {
    ZeroShot zeroShot = new ZeroShot(0.3, 0.2, 0.31, 0.21, List.of(0.4, 0.3, 0.2));

    assertThat(MetricsTable.render(Metrics.of(MATRIX), zeroShot))
        .isEqualTo(
            """
            in percent                       learned   zero-shot
            average incremental accuracy        76.1        30.0
              by examples                       76.1        31.0
            last accuracy                       73.3        20.0
              by examples                       73.3        21.0
            forgetting (best - last)            15.0
            forgetting (initial - last)         10.0
            backward transfer                  -10.0
            forward transfer                     5.0\
            """);
  }
}
