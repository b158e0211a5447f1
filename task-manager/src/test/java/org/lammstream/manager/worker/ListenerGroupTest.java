package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerGroupTest {
  @Test
  void aListenerThatThrowsHindersNeitherTheOthersNorTheCaller() {
    List<String> heard = new ArrayList<>();
    WorkerListener broken =
        new WorkerListener() {
          @Override
          public void phaseProgress(Phase phase, int done, int total) {
            throw new IllegalStateException("a bug");
          }
        };
    WorkerListener healthy =
        new WorkerListener() {
          @Override
          public void phaseProgress(Phase phase, int done, int total) {
            heard.add(phase + " " + done + "/" + total);
          }
        };
    new ListenerGroup(List.of(broken, healthy)).phaseProgress(Phase.ALIGN, 1, 2);
    assertThat(heard).containsExactly("ALIGN 1/2");
  }
}
