package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.lamm.TinyPrompts.IMAGES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptViewsTest extends WithTinyClip {

  private static float[] one = {};
  private static float[] two = {};
  private static float[] three = {};

  /** Images of the same classes, but other ones: more of them differ more. */
  @BeforeAll
  static void encode() {
    one = IMAGES.features(model);
    two = new PixelClasses(IMAGES.classes(), IMAGES.perClass(), 1).features(model);
    three = new PixelClasses(IMAGES.classes(), IMAGES.perClass(), 2).features(model);
  }

  @ParameterizedTest
  @EnumSource(names = {"LAMM", "COOP", "COOP_LAMM"})
  void equalViewsAreAsGoodAsOne(PromptMethod method) throws Exception {
    FittedPrompts alone = fit(method, 5, one);
    FittedPrompts often = fit(method, 5, one, one.clone(), one);
    assertThat(often.parameters()).isEqualTo(alone.parameters());
    assertThat(often.epochLosses()).isEqualTo(alone.epochLosses());
  }

  @ParameterizedTest
  @EnumSource(names = {"LAMM", "COOP", "COOP_LAMM"})
  void theSecondViewCountsFromTheSecondEpochOn(PromptMethod method) throws Exception {
    FittedPrompts alone = fit(method, 2, one);
    FittedPrompts both = fit(method, 2, one, two);
    assertThat(both.epochLosses().get(0)).isEqualTo(alone.epochLosses().get(0));
    assertThat(both.epochLosses().get(1)).isNotEqualTo(alone.epochLosses().get(1));
    assertThat(both.parameters()).isNotEqualTo(alone.parameters());
    assertThat(fit(method, 1, one, two).parameters()).isEqualTo(fit(method, 1, one).parameters());
  }

  /** At a learning rate of nothing, an epoch's loss tells which view it took. */
  @Test
  void epochsTakeTheViewsInTurn() throws Exception {
    PromptSettings still =
        TinyPrompts.settings(PromptMethod.COOP_LAMM, 7)
            .with(new Optimisation(7, IMAGES.labels().length, 0, 0, 0, 0, 0));
    List<Double> losses = fit(PromptMethod.COOP_LAMM, still, one, two, three).epochLosses();
    List<Double> single = new ArrayList<>();
    for (float[] view : List.of(one, two, three)) {
      single.add(fit(PromptMethod.COOP_LAMM, still, view).epochLosses().get(0));
    }
    assertThat(single.get(1)).isNotCloseTo(single.get(0), within(1e-3));
    assertThat(single.get(2)).isNotCloseTo(single.get(1), within(1e-3));
    for (int epoch = 0; epoch < 7; epoch++) {
      // The order in a batch differs from epoch to epoch, and so does the rounding of its mean.
      assertThat(losses.get(epoch)).isCloseTo(single.get(epoch % 3), within(1e-5));
    }
  }

  @Test
  void everyViewMustHaveAllExamples() {
    float[] shorter = Arrays.copyOf(two, two.length - model.dimension());
    assertThatThrownBy(() -> fit(PromptMethod.COOP, 1, one, shorter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 examples of 32 numbers");
    assertThatThrownBy(() -> fit(PromptMethod.COOP, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no image features");
  }

  @ParameterizedTest
  @EnumSource(names = {"MAPLE", "MAPLE_LAMM"})
  void pixelsAreAskedForOncePerExampleAndEpoch(PromptMethod method) throws Exception {
    List<List<Integer>> asked = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    PixelSource source =
        (indexes, epoch) -> {
          IntStream.of(indexes).forEach(asked.get(epoch)::add);
          return IMAGES.pixels(indexes);
        };
    TinyPrompts.fit(
        model,
        TinyPrompts.task(method, TinyPrompts.settings(method, 3), new PromptImages.Pixels(source)));
    List<Integer> all = IntStream.range(0, IMAGES.labels().length).boxed().toList();
    assertThat(asked).allSatisfy(one -> assertThat(one).containsExactlyInAnyOrderElementsOf(all));
    assertThat(asked.get(1)).isNotEqualTo(asked.get(0));
  }

  private static FittedPrompts fit(PromptMethod method, int epochs, float[]... views)
      throws Exception {
    return fit(method, TinyPrompts.settings(method, epochs), views);
  }

  private static FittedPrompts fit(PromptMethod method, PromptSettings settings, float[]... views)
      throws Exception {
    return TinyPrompts.fit(
        model, TinyPrompts.task(method, settings, new PromptImages.Features(List.of(views))));
  }
}
