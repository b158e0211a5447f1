package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestDifference;
import static org.lammstream.manager.lamm.TinyPrompts.NAMES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Contexts from words and from draws, shared by all classes and of each class's own. */
class PromptContextsTest extends WithTinyClip {

  static Stream<Arguments> contexts() {
    List<Arguments> all = new ArrayList<>();
    for (PromptMethod method : List.of(PromptMethod.COOP, PromptMethod.COOP_LAMM)) {
      for (ContextStart start :
          List.of(
              new ContextStart.Words("a photo of a", OptionalInt.empty()),
              new ContextStart.Words("a photo of a", OptionalInt.of(2)),
              new ContextStart.Random(3))) {
        all.add(Arguments.of(method, start, false));
        all.add(Arguments.of(method, start, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} from {1}, each its own: {2}")
  @MethodSource("contexts")
  void bothTextPathsLearnTheSame(PromptMethod method, ContextStart start, boolean perClass)
      throws Exception {
    PromptSettings settings = TinyPrompts.settings(method, 15).with(start, perClass);
    FittedPrompts cached = fit(method, settings.with(Path.CACHED));
    FittedPrompts naive = fit(method, settings.with(Path.NAIVE));
    assertThat(cached.parameters().tensors().keySet())
        .isEqualTo(naive.parameters().tensors().keySet());
    naive
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertWithin(cached.parameters().tensor(name).values(), tensor.values(), 1e-4));
    for (int i = 0; i < NAMES.size(); i++) {
      assertWithin(cached.textFeatures().get(i), naive.textFeatures().get(i), 1e-4);
    }
    assertThat(cached.epochLosses().get(14)).isLessThan(cached.epochLosses().get(0));
  }

  @Test
  void contextsOfTheirOwnBeginAtTheSameWordsAndPart() throws Exception {
    PromptSettings settings =
        TinyPrompts.settings(PromptMethod.COOP_LAMM, 15)
            .with(new ContextStart.Words("a photo of a", OptionalInt.empty()), true);
    PromptPlan plan = plan(PromptMethod.COOP_LAMM, settings, 7);
    float[] words = model.textTower().embeddings(model.tokenizer().encode("a photo of a"));
    float[] trained =
        fit(PromptMethod.COOP_LAMM, settings)
            .parameters()
            .tensor(PromptParameters.CONTEXT)
            .values();
    for (int c = 0; c < NAMES.size(); c++) {
      assertThat(part(plan.context().values(), c)).isEqualTo(words);
      for (int other = 0; other < c; other++) {
        assertThat(largestDifference(part(trained, c), part(trained, other))).isPositive();
      }
    }
  }

  @Test
  void drawnContextsOfClassesDifferAndFollowTheSeed() {
    PromptSettings settings =
        TinyPrompts.settings(PromptMethod.COOP, 1).with(new ContextStart.Random(3), true);
    float[] first = plan(PromptMethod.COOP, settings, 7).context().values();
    float[] again = plan(PromptMethod.COOP, settings, 7).context().values();
    float[] other = plan(PromptMethod.COOP, settings, 8).context().values();
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(part(first, 1)).isNotEqualTo(part(first, 0));
    double squares = 0;
    for (float value : first) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / first.length)).isBetween(0.015, 0.025);
  }

  @Test
  void mapleHasOneContextForAllClasses() {
    PromptSettings settings =
        TinyPrompts.settings(PromptMethod.MAPLE, 1).with(new ContextStart.Random(2), true);
    assertThatThrownBy(() -> TinyPrompts.task(model, PromptMethod.MAPLE, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same for all classes");
  }

  private static float[] part(float[] contexts, int index) {
    int length = contexts.length / NAMES.size();
    return Arrays.copyOfRange(contexts, index * length, (index + 1) * length);
  }

  private static PromptPlan plan(PromptMethod method, PromptSettings settings, long seed) {
    PromptImages none = new PromptImages.Features(List.of());
    return PromptPlan.of(model, new PromptTask(NAMES, none, new int[] {0}, method, settings, seed));
  }

  private static FittedPrompts fit(PromptMethod method, PromptSettings settings) throws Exception {
    return TinyPrompts.fit(model, TinyPrompts.task(model, method, settings));
  }
}
