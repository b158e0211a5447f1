package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.worker.Phase;

class PhaseBarTest {
  @Test
  void aBarThatIsClosedInTheMiddleOfATaskLeavesNothingOnTheScreen() {
    List<String> shown = new ArrayList<>();
    TaskProgress progress =
        new TaskProgress() {
          @Override
          public void start(String title) {
            shown.add(title);
          }

          @Override
          public void update(double fraction, String message) {}

          @Override
          public void finish() {
            shown.clear();
          }
        };
    try (PhaseBar bar = new PhaseBar(progress)) {
      bar.start("a");
      bar.progress(Phase.ALIGN, 1, 2);
      assertThat(shown).containsExactly("a");
    }
    assertThat(shown).isEmpty();
  }
}
