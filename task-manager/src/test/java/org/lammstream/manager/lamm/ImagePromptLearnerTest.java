package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/** Prompts of both towers that go on from task to task. */
class ImagePromptLearnerTest extends WithTinyLearner {
  private static final List<String> NAMES =
      List.of("apple", "golden retriever", "maple tree", "hot air balloon", "pear");
  private static final PixelClasses IMAGES = new PixelClasses(NAMES.size(), 8, 0.5);

  /** The trainer of the published settings goes on with what it holds in memory. */
  @ParameterizedTest
  @ValueSource(strings = {"maple", "maple+lamm"})
  void theVersionsAreThoseOfTheTrainerOfTheExperiments(String method) throws Exception {
    AlignmentResult first = align(method, List.of(), Optional.empty(), 0, 1);
    AlignmentResult second = align(method, first.classes(), first.prompts(), 2, 3, 4);
    FittedPrompts one = fit(method, Optional.empty(), 0, 1);
    FittedPrompts two = fit(method, Optional.of(one), 2, 3, 4);
    assertSame(first, one);
    assertSame(second, two);
    assertThat(second.prompts()).isNotEqualTo(first.prompts());
    assertThat(second.epochLosses()).isEqualTo(two.epochLosses());
    assertThat(second.visual()).isEmpty();
  }

  private static void assertSame(AlignmentResult stored, FittedPrompts fitted) {
    SharedPrompts prompts = stored.prompts().orElseThrow();
    fitted
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.equals(PromptParameters.LABELS)) {
                List<float[]> rows =
                    stored.classes().stream().map(ClassEmbedding::labelEmbedding).toList();
                assertThat(Tensor.joined(rows)).isEqualTo(tensor.values());
              } else {
                assertThat(prompts.tensors().get(name))
                    .isEqualTo(new StoredTensor(tensor.shape(), tensor.values()));
              }
            });
    for (int i = 0; i < fitted.classes().size(); i++) {
      ClassEmbedding entry = stored.classes().get(i);
      assertThat(entry.name()).isEqualTo(fitted.classes().get(i));
      assertThat(entry.textFeature()).isEqualTo(fitted.textFeatures().get(i));
    }
    ImagePrompts known = ImagePrompts.of(prompts).orElseThrow();
    float[] some = IMAGES.pixels(0, 7, 20);
    List<float[]> expected = new PromptedTower(model, fitted.imagePrompts()).features(some);
    List<float[]> seen = new PromptedTower(model, Optional.of(known)).features(some);
    List<float[]> untouched = new PromptedTower(model, Optional.empty()).features(some);
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).isEqualTo(expected.get(i)).isNotEqualTo(untouched.get(i));
    }
  }

  @Test
  void whatDoesNotTrainKeepsEveryBit() throws Exception {
    AlignmentResult first = align("maple", List.of(), Optional.empty(), 0, 1);
    AlignmentResult second = align("maple", first.classes(), first.prompts(), 2);
    for (int i = 0; i < 2; i++) {
      ClassEmbedding before = first.classes().get(i);
      ClassEmbedding after = second.classes().get(i);
      assertThat(after.labelEmbedding()).isEqualTo(before.labelEmbedding());
      assertThat(after.anchor()).isEqualTo(before.anchor());
      assertThat(after.zeroShotTextFeature()).isEqualTo(before.zeroShotTextFeature());
      assertThat(after.imagePrototype()).isEqualTo(before.imagePrototype()).isNotEmpty();
      assertThat(after.textFeature()).isNotEqualTo(before.textFeature());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maple", "maple+lamm"})
  void aTaskMayHaveImagesOfKnownClassesOnly(String method) throws Exception {
    AlignmentResult first = align(method, List.of(), Optional.empty(), 0, 1, 2);
    AlignmentResult again = align(method, first.classes(), first.prompts(), 1);
    assertThat(again.classes())
        .extracting(ClassEmbedding::name)
        .containsExactly("apple", "golden retriever", "maple tree");
    assertThat(again.prompts()).isNotEqualTo(first.prompts());
    assertThat(again.classes().get(0).imagePrototype())
        .isEqualTo(first.classes().get(0).imagePrototype());
    assertThat(again.classes().get(1).imageWeight())
        .as("twice the images")
        .isCloseTo(
            2 * first.classes().get(1).imageWeight(), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void withoutARateNothingMoves() throws Exception {
    AlignmentResult first = align("maple+lamm", List.of(), Optional.empty(), 0, 1);
    AlignmentResult still =
        align(
            with("maple+lamm", Map.of("lr", "0", "warmup.lr", "0")),
            first.classes(),
            first.prompts(),
            2);
    assertThat(still.prompts()).isEqualTo(first.prompts());
    for (int i = 0; i < 2; i++) {
      assertWithin(
          still.classes().get(i).textFeature(), first.classes().get(i).textFeature(), 1e-6);
    }
  }

  @Test
  void theOtherLearnerRefusesTheMethodAndPromptsOfAnotherDepthAreRefused() throws Exception {
    AlignmentTask task = task(with("maple", Map.of()), List.of(), Optional.empty(), 0);
    assertThatThrownBy(() -> learner.align(task, AlignmentListener.NONE))
        .hasMessage("maple needs the pixels of images, not their features");
    AlignmentResult first = align("maple", List.of(), Optional.empty(), 0, 1);
    assertThatThrownBy(
            () -> align(with("maple", Map.of("depth", "1")), first.classes(), first.prompts(), 2))
        .hasMessage("the version has no prompts of both towers, 1 blocks deep");
  }

  private static AlignmentResult align(
      String method, List<ClassEmbedding> known, Optional<SharedPrompts> prompts, int... classes)
      throws InterruptedException {
    return align(with(method, Map.of()), known, prompts, classes);
  }

  private static AlignmentResult align(
      LearnerConfiguration configuration,
      List<ClassEmbedding> known,
      Optional<SharedPrompts> prompts,
      int... classes)
      throws InterruptedException {
    int[] examples = examples(classes);
    try (ImagePromptLearner images = new ImagePromptLearner(model, learner)) {
      return images.align(
          task(configuration, known, prompts, classes),
          (indexes, epoch) -> IMAGES.pixels(IntStream.of(indexes).map(i -> examples[i]).toArray()),
          AlignmentListener.NONE);
    }
  }

  private static AlignmentTask task(
      LearnerConfiguration configuration,
      List<ClassEmbedding> known,
      Optional<SharedPrompts> prompts,
      int... classes) {
    int[] examples = examples(classes);
    List<String> names = IntStream.of(classes).mapToObj(NAMES::get).toList();
    return new AlignmentTask(
        known,
        names,
        TrainingLoop.rows(IMAGES.features(model), model.dimension(), examples),
        IntStream.of(examples).map(i -> names.indexOf(NAMES.get(IMAGES.labels()[i]))).toArray(),
        configuration,
        7,
        Optional.empty(),
        prompts);
  }

  private static FittedPrompts fit(String key, Optional<FittedPrompts> before, int... classes)
      throws InterruptedException {
    LearnerConfiguration configuration = with(key, Map.of());
    PromptMethod method = configuration.method();
    PromptSettings settings =
        PromptSettings.published(method)
            .with(new ContextStart.Words("a photo of a", OptionalInt.of(2)), false)
            .with(configuration.loss())
            .with(configuration.optimisation())
            .withDepth(2);
    List<String> names = new ArrayList<>(before.map(FittedPrompts::classes).orElse(List.of()));
    IntStream.of(classes).forEach(index -> names.add(NAMES.get(index)));
    int[] examples = examples(classes);
    try (PromptLearner prompts = new PromptLearner(model)) {
      return prompts.fit(
          new PromptTask(
              names,
              new PromptImages.Pixels(
                  (indexes, epoch) ->
                      IMAGES.pixels(IntStream.of(indexes).map(i -> examples[i]).toArray())),
              IntStream.of(examples)
                  .map(i -> names.indexOf(NAMES.get(IMAGES.labels()[i])))
                  .toArray(),
              method,
              settings,
              7,
              before),
          AlignmentListener.NONE);
    }
  }

  private static int[] examples(int... classes) {
    List<Integer> wanted = IntStream.of(classes).boxed().toList();
    return IntStream.range(0, IMAGES.labels().length)
        .filter(i -> wanted.contains(IMAGES.labels()[i]))
        .toArray();
  }

  private static LearnerConfiguration with(String method, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(Map.of("method", method, "epochs", "2", "batch", "8", "lr", "0.05"));
    all.put("tokens", "reference");
    all.putAll(settings);
    return LearnerConfiguration.from(all);
  }
}
