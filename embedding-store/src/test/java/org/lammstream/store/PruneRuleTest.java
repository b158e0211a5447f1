package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PruneRuleTest {

  @Test
  void aRuleWithoutAnyPartOrWithAnImpossibleOneIsRefused() {
    assertRefused(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), "needs a rule");
    assertRefused(
        Optional.of(Duration.ofDays(-1)), OptionalInt.empty(), OptionalInt.empty(), "negative");
    assertRefused(
        Optional.empty(),
        OptionalInt.of(0),
        OptionalInt.empty(),
        "the number of last versions to keep is at least 1, not 0");
    assertRefused(
        Optional.empty(),
        OptionalInt.of(3),
        OptionalInt.of(-2),
        "the step between versions to keep is at least 1, not -2");
  }

  private static void assertRefused(
      Optional<Duration> olderThan, OptionalInt keepLast, OptionalInt keepEvery, String message) {
    assertThatThrownBy(() -> new PruneRule(olderThan, keepLast, keepEvery))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
