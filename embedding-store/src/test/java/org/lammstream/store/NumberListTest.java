package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberListTest {

  @Test
  void numbersThatFollowOneAnotherAreARange() {
    assertThat(NumberList.describe(List.of())).isEmpty();
    assertThat(NumberList.describe(List.of(7))).isEqualTo("7");
    assertThat(NumberList.describe(List.of(1, 2, 3, 5, 128, 200, 201)))
        .isEqualTo("1..3, 5, 128, 200..201");
  }
}
