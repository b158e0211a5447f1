package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnerTagsTest {
  @Test
  void onlyTheFirstSoManyLearnersHaveATagOfTheirOwn() {
    LearnerTags tags = new LearnerTags(2);
    assertThat(tags.admit("a")).isTrue();
    assertThat(tags.admit("b")).isTrue();
    assertThat(tags.admit("c")).isFalse();
    assertThat(tags.admit("a")).isTrue();
    assertThat(tags.of("b")).isEqualTo("b");
    assertThat(tags.of("c")).isEqualTo("other");
  }

  @Test
  void aLearnerThatHasNoVersionTakesNobodysPlace() {
    LearnerTags tags = new LearnerTags(1);
    IntStream.range(0, 1000).forEach(i -> assertThat(tags.of("made up " + i)).isEqualTo("other"));
    assertThat(tags.admit("real")).isTrue();
  }
}
