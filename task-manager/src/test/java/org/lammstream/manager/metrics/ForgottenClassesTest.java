package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Pupil.LEARNER;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Pupil;
import org.lammstream.store.PruneRule;

/** The numbers of a learner that has forgotten something. */
class ForgottenClassesTest {

  @Test
  void theyAreThoseOfWhatIsLeft(@TempDir Path folder) throws Exception {
    Pupil.Images images = Pupil.Images.draw(folder.resolve("images"));
    try (ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
        Pupil pupil = new Pupil(folder.resolve("store"), images, model, Map.of())) {
      pupil.learn("one", "apple", "pear").learn("two", "plum", "fig").learn("three", "kiwi");
      pupil.forget("apple", "kiwi");
      LearnerReading reading = LearnerReading.of(pupil.store, LEARNER);
      assertThat(reading.value(LearnerMeter.TASKS)).isEqualTo(2);
      assertThat(reading.value(LearnerMeter.CLASSES)).isEqualTo(3);
      assertThat(reading.value(LearnerMeter.HEAD)).isEqualTo(4);
      Metrics metrics = Metrics.of(LearnerHistory.of(pupil.store, LEARNER).matrix());
      assertThat(reading.value(LearnerMeter.ACCURACY_LAST)).isEqualTo(metrics.lastAccuracy());

      PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
      pupil.store.prune(LEARNER, last, false);
      pupil.forget("plum");
      assertThat(LearnerReading.of(pupil.store, LEARNER).value(LearnerMeter.CLASSES)).isEqualTo(2);
    }
  }
}
