package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.lamm.TinyPrompts.NAMES;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptAnchorsTest extends WithTinyClip {

  /** CoOp and MaPLe alone have no term with anchors; LAMM has a context that does not move. */
  @ParameterizedTest
  @EnumSource(names = {"LAMM", "COOP", "MAPLE"})
  void whereNoAnchorCanMoveTheChoiceChangesNothing(PromptMethod method) throws Exception {
    FittedPrompts moving = fit(method, PromptAnchors.MOVING, 3);
    FittedPrompts fixed = fit(method, PromptAnchors.FIXED, 3);
    assertThat(fixed.parameters()).isEqualTo(moving.parameters());
    assertThat(fixed.epochLosses()).isEqualTo(moving.epochLosses());
  }

  @ParameterizedTest
  @EnumSource(names = {"COOP_LAMM", "MAPLE_LAMM"})
  void whereTheContextMovesTheChoiceChangesEveryParameter(PromptMethod method) throws Exception {
    FittedPrompts moving = fit(method, PromptAnchors.MOVING, 3);
    FittedPrompts fixed = fit(method, PromptAnchors.FIXED, 3);
    assertThat(fixed.parameters().tensors()).hasSameSizeAs(moving.parameters().tensors());
    fixed
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor).as(name).isNotEqualTo(moving.parameters().tensor(name)));
  }

  /** A single step, before which nothing has moved. */
  @Test
  void bothChoicesBeginWithTheSameLoss() throws Exception {
    PromptSettings settings = TinyPrompts.settings(PromptMethod.COOP_LAMM, 1);
    Optimisation one = new Optimisation(1, TinyPrompts.IMAGES.labels().length, 0.002, 0, 0, 0, 0);
    double moving = loss(settings.with(one).with(settings.layout(), PromptAnchors.MOVING));
    double fixed = loss(settings.with(one).with(settings.layout(), PromptAnchors.FIXED));
    assertThat(fixed).isCloseTo(moving, within(1e-5 * moving));
  }

  private static double loss(PromptSettings settings) throws Exception {
    PromptTask task = TinyPrompts.task(model, PromptMethod.COOP_LAMM, settings);
    return TinyPrompts.fit(model, task).epochLosses().get(0);
  }

  /**
   * With a heavy feature term: fixed anchors hold the features to the names as they were, moving
   * ones only to the names as they stand.
   */
  @ParameterizedTest
  @EnumSource(names = {"COOP_LAMM", "MAPLE_LAMM"})
  void fixedAnchorsHoldTheFeaturesToTheUntouchedNames(PromptMethod method) throws Exception {
    List<float[]> untouched = fit(PromptMethod.ZERO_SHOT, PromptAnchors.FIXED, 1).textFeatures();
    double moving = cosine(fit(method, PromptAnchors.MOVING, 60).textFeatures(), untouched);
    double fixed = cosine(fit(method, PromptAnchors.FIXED, 60).textFeatures(), untouched);
    assertThat(1 - fixed).isLessThan(0.5 * (1 - moving));
  }

  private static FittedPrompts fit(PromptMethod method, PromptAnchors anchors, int epochs)
      throws Exception {
    LossWeights heavy =
        new LossWeights(
            OptionalDouble.empty(), 50, 0.05, 0, 0, 0, LossWeights.Distillation.REFERENCE, 2);
    PromptSettings settings = TinyPrompts.settings(method, epochs);
    return TinyPrompts.fit(
        model,
        TinyPrompts.task(model, method, settings.with(heavy).with(settings.layout(), anchors)));
  }

  /** The mean over the classes. */
  private static double cosine(List<float[]> features, List<float[]> others) {
    double sum = 0;
    for (int c = 0; c < NAMES.size(); c++) {
      for (int i = 0; i < features.get(c).length; i++) {
        sum += (double) features.get(c)[i] * others.get(c)[i];
      }
    }
    return sum / NAMES.size();
  }
}
