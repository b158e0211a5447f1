package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lammstream.manager.clip.LiveArrays;

/** Trainings of prompts that do not come to their end. */
class PromptInterruptionTest extends WithTinyClip {

  @ParameterizedTest
  @EnumSource(names = "ZERO_SHOT", mode = EnumSource.Mode.EXCLUDE)
  void anInterruptStopsBetweenTwoStepsAndLeavesNothingBehind(PromptMethod method) throws Exception {
    PromptTask task = task(method, 1000);
    try (PromptLearner prompts = new PromptLearner(model)) {
      FittedPrompts before = prompts.fit(task(method, 2), AlignmentListener.NONE);
      int alive = LiveArrays.below(model.manager());
      List<Integer> epochs = new ArrayList<>();
      AlignmentListener interrupting =
          (epoch, all, loss) -> {
            epochs.add(epoch);
            if (epoch == 2) {
              Thread.currentThread().interrupt();
            }
          };
      assertThatThrownBy(() -> prompts.fit(task, interrupting))
          .isInstanceOf(InterruptedException.class)
          .hasMessageContaining("epoch 3");
      assertThat(epochs).containsExactly(1, 2);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
      FittedPrompts after = prompts.fit(task(method, 2), AlignmentListener.NONE);
      assertThat(after.parameters()).isEqualTo(before.parameters());
    }
  }

  /** In the middle of an epoch: the source of the pixels is asked by the training thread. */
  @Test
  void anInterruptWithinAnEpochIsHeardBeforeTheNextStep() {
    int alive = LiveArrays.below(model.manager());
    List<Integer> batches = new ArrayList<>();
    PixelSource source =
        (indexes, epoch) -> {
          batches.add(indexes.length);
          Thread.currentThread().interrupt();
          return TinyPrompts.IMAGES.pixels(indexes);
        };
    PromptTask task =
        TinyPrompts.task(
            PromptMethod.MAPLE_LAMM,
            TinyPrompts.settings(PromptMethod.MAPLE_LAMM, 5),
            new PromptImages.Pixels(source));
    assertThatThrownBy(() -> TinyPrompts.fit(model, task))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("epoch 1");
    assertThat(batches).hasSize(1);
    assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
  }

  @ParameterizedTest
  @EnumSource(names = "ZERO_SHOT", mode = EnumSource.Mode.EXCLUDE)
  void aTrainingThatDivergesLeavesNothingBehind(PromptMethod method) {
    int alive = LiveArrays.below(model.manager());
    PromptSettings wild =
        TinyPrompts.settings(method, 40).with(new Optimisation(40, 8, 1e4, 0.9, 10, 0, 0));
    assertThatThrownBy(() -> TinyPrompts.fit(model, TinyPrompts.task(model, method, wild)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("no longer finite");
    assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
  }

  @Test
  void aFailingSourceOfPixelsLeavesNothingBehind() {
    int alive = LiveArrays.below(model.manager());
    PixelSource failing =
        (indexes, epoch) -> {
          throw new IllegalStateException("the disk is gone");
        };
    PromptTask task =
        TinyPrompts.task(
            PromptMethod.MAPLE,
            TinyPrompts.settings(PromptMethod.MAPLE, 5),
            new PromptImages.Pixels(failing));
    assertThatThrownBy(() -> TinyPrompts.fit(model, task)).hasMessage("the disk is gone");
    assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
  }

  private static PromptTask task(PromptMethod method, int epochs) {
    return TinyPrompts.task(model, method, TinyPrompts.settings(method, epochs));
  }
}
