package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.LiveArrays;
import org.lammstream.manager.fixtures.Fixtures;

class FlatMemoryTest {

  private static final int STEPS = 1000;
  private static final int WARM_UP = 3;

  @Test
  void aThousandStepsLeaveLiveArraysAndResidentMemoryFlat() throws Exception {
    try (ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
        LammLearner learner = new LammLearner(model)) {
      List<Integer> arrays = new ArrayList<>();
      List<Long> resident = new ArrayList<>();
      AlignmentTask first =
          TinyTask.of(model, List.of(), List.of("apple", "pear"), Map.of("epochs", "1"));
      AlignmentResult known = learner.align(first, AlignmentListener.NONE);
      AlignmentTask plain =
          TinyTask.of(
              model,
              known.classes(),
              List.of("golden retriever", "maple tree", "t-shirt", "hot air balloon"),
              Map.of("epochs", Integer.toString(STEPS / 2), "batch", "16"));
      // With what is known of old images, so that steps replay them.
      AlignmentTask task =
          new AlignmentTask(
              plain.known(),
              plain.classes(),
              plain.features(),
              plain.labels(),
              plain.configuration(),
              plain.seed(),
              known.visual());
      learner.align(
          task,
          (epoch, epochs, loss) -> {
            arrays.add(LiveArrays.below(model.manager()));
            if (epoch % 50 == 0) {
              resident.add(nativeMemory());
            }
          });
      assertThat(arrays).hasSize(STEPS / 2);
      assertThat(arrays).containsOnly(arrays.get(0));
      long growth = resident.get(resident.size() - 1) - resident.get(WARM_UP);
      assertThat(growth).isLessThan(48L << 20);
      assertThat(learner.align(task, AlignmentListener.NONE).epochLosses())
          .allMatch(Double::isFinite);
    }
  }

  /** Resident memory that is not Java heap. */
  private static long nativeMemory() {
    // Buffers behind arrays are freed when their Java objects are collected.
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return PeakMemory.resident() - heap;
  }
}
