package org.lammstream.manager.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.stream.event.Provenance;

class CausesTest {
  private static final List<String> VALUES =
      List.of("frozen", "5", "clip", "ab12", "1.0", "17", "Linux", "amd64", "cpu", "PyTorch", "2");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|regularized|another configuration (old=frozen then, regularized now)",
        "1|6|another seed (5 then, 6 now)",
        "3|cd34|another checkpoint (clip ab12 then, clip cd34 now)",
        "4|2.0|another code version (1.0 then, 2.0 now)",
        "5|21|another Java (17 then, 21 now)",
        "6|Mac|another operating system (Linux then, Mac now)",
        "7|arm|another architecture (amd64 then, arm now)",
        "8|gpu|another processor (cpu then, gpu now)",
        "9|Torch|another engine (PyTorch then, Torch now)",
        "10|4|another number of threads (2 then, 4 now)"
      })
  void everyConditionThatDiffersIsNamed(int which, String value, String cause) {
    List<String> other = new java.util.ArrayList<>(VALUES);
    other.set(which, value);
    assertThat(causes(Optional.of(made(VALUES)), made(other))).containsExactly(cause);
  }

  @Test
  void theLikeliestComesFirst() {
    List<String> other =
        List.of(
            "frozen", "5", "clip", "ab12", "2.0", "17", "Linux", "amd64", "cpu", "PyTorch", "4");
    assertThat(
            Causes.of(
                Optional.of(made(VALUES)),
                made(other),
                Optional.of("other tasks before it"),
                List.of("file:///a")))
        .containsExactly(
            "other tasks before it",
            "changed images (1 are not what was recorded, the first is file:///a)",
            "another number of threads (2 then, 4 now)",
            "another code version (1.0 then, 2.0 now)");
  }

  @Test
  void whereNothingIsDifferentOrKnownThatIsSaid() {
    assertThat(causes(Optional.of(made(VALUES)), made(VALUES)))
        .containsExactly("none of the recorded conditions differs");
    assertThat(causes(Optional.empty(), made(VALUES)))
        .containsExactly("not known, the conditions of the original were not recorded");
  }

  @Test
  void aProgramThatKnewOneViewOnlyHadOne() {
    assertThat(
            causes(Optional.of(made(VALUES)), made(VALUES, Map.of("old", "frozen", "views", "1"))))
        .containsExactly("none of the recorded conditions differs");
    assertThat(
            causes(Optional.of(made(VALUES)), made(VALUES, Map.of("old", "frozen", "views", "2"))))
        .containsExactly("another configuration (views=1 then, 2 now)");
  }

  private static List<String> causes(Optional<Provenance> then, Provenance now) {
    return Causes.of(then, now, Optional.empty(), List.of());
  }

  private static Provenance made(List<String> values) {
    return made(values, Map.of("old", values.get(0)));
  }

  private static Provenance made(List<String> values, Map<String, String> settings) {
    return new Provenance(
        "event",
        "topic",
        0,
        1,
        settings,
        Long.parseLong(values.get(1)),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6),
        values.get(7),
        values.get(8),
        values.get(9),
        Integer.parseInt(values.get(10)));
  }
}
