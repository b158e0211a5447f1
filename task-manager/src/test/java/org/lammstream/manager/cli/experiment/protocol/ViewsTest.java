package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.cli.JobException;

class ViewsTest {

  @Test
  void epochsTakeTheViewsInTurn() {
    assertThat(Views.parse("none").at(7, 3)).isEmpty();
    assertThat(Views.parse("2").at(7, 3)).contains(new ViewDraw(7, 1));
    assertThat(Views.parse("2").at(7, 4)).contains(new ViewDraw(7, 0));
    assertThat(Views.parse("epoch").at(7, 3)).contains(new ViewDraw(7, 3));
    assertThatThrownBy(() -> Views.parse("1001")).isInstanceOf(JobException.class);
  }

  @Test
  void aDrawDependsOnSeedViewAndImageAlone() {
    long first = new ViewDraw(1, 0).random("a.png").nextLong();
    assertThat(new ViewDraw(1, 0).random("a.png").nextLong()).isEqualTo(first);
    assertThat(
            LongStream.of(
                    first,
                    new ViewDraw(2, 0).random("a.png").nextLong(),
                    new ViewDraw(1, 1).random("a.png").nextLong(),
                    new ViewDraw(1, 0).random("b.png").nextLong())
                .distinct())
        .hasSize(4);
  }
}
