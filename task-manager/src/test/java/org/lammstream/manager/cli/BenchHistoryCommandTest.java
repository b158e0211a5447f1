package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.fixtures.Fixtures;

class BenchHistoryCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"head=none", "head=gaussian,replay=gaussian"})
  void eachNumberOfOldClassesHasARowAndTheFirstIsTheMeasure(String learner) {
    Terminal seen =
        lamm(
            "bench-history",
            "--checkpoint",
            Fixtures.path("tiny_clip"),
            "--old",
            "5,50",
            "--classes-per-task",
            "3",
            "--shots",
            "4",
            "--rounds",
            "2",
            "--set",
            "epochs=2,neighbours=2,rivals=3",
            "--set",
            learner);
    assertThat(seen.code()).as(seen.err()).isZero();
    List<String[]> rows =
        seen.out().lines().skip(2).map(line -> line.substring(1).split("\\|")).toList();
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).hasSize(12));
    assertThat(rows).extracting(row -> row[0].strip()).containsExactly("5", "50");
    assertThat(rows.get(0)[2].strip()).isEqualTo("1.000");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(Arrays.stream(row).map(Double::valueOf).toList())
                    .as(Arrays.toString(row))
                    .allMatch(number -> number > 0)); // nor is one NaN
    assertThat(seen.errorLines()).hasSize(6).last().isEqualTo("6/6: round 2");
  }

  @ParameterizedTest
  @CsvSource({
    "--old, 0, '--old 0: use 1 to 1000000'",
    "--shots, 1001, '--shots 1001: use 1 to 1000'",
    "--set, epochs=none, setting 'epochs' has the value 'none'",
    "--set, 'head=ridge,head.expansion=64', leave head.expansion at 0",
    "--set, method=maple, a history of images cannot be made up",
  })
  void aBadNumberIsALine(String option, String value, String message) {
    Terminal seen =
        lamm("bench-history", "--checkpoint", Fixtures.path("tiny_clip"), option, value);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).hasSize(1).last().asString().contains(message);
  }

  @Test
  void aCheckpointIsNeeded() {
    assertThat(lamm("bench-history").code()).isEqualTo(2);
  }
}
