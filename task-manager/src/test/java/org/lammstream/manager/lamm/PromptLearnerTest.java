package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestDifference;
import static org.lammstream.manager.lamm.TinyPrompts.IMAGES;
import static org.lammstream.manager.lamm.TinyPrompts.NAMES;
import static org.lammstream.manager.lamm.TinyPrompts.settings;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lammstream.manager.clip.LiveArrays;
import org.lammstream.store.ClassEmbedding;

class PromptLearnerTest extends WithTinyLearner {

  @ParameterizedTest
  @EnumSource(names = "ZERO_SHOT", mode = EnumSource.Mode.EXCLUDE)
  void everyMethodLearnsItsExamples(PromptMethod method) throws Exception {
    FittedPrompts before = fit(PromptMethod.ZERO_SHOT, 1);
    FittedPrompts after = fit(method, 40);
    assertThat(after.epochLosses()).hasSize(40);
    assertThat(after.epochLosses().get(39)).isLessThan(0.7 * after.epochLosses().get(0));
    assertThat(accuracy(after)).isGreaterThan(accuracy(before) + 0.2);
    assertThat(after.textFeatures()).hasSameSizeAs(NAMES);
  }

  @ParameterizedTest
  @EnumSource(names = "ZERO_SHOT", mode = EnumSource.Mode.EXCLUDE)
  void hundredsOfStepsLeaveTheCachedAndTheNaivePathTogether(PromptMethod method) throws Exception {
    PromptTask task = task(method, settings(method, 75)); // of four steps
    FittedPrompts cached = fit(task);
    PromptSettings naive = task.settings().with(LearnerConfiguration.Path.NAIVE);
    FittedPrompts oracle = fit(task(method, naive));
    assertThat(cached.parameters().tensors()).isNotEmpty();
    cached
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertWithin(tensor.values(), oracle.parameters().tensor(name).values(), 1e-3));
    for (int i = 0; i < NAMES.size(); i++) {
      assertWithin(cached.textFeatures().get(i), oracle.textFeatures().get(i), 1e-3);
    }
  }

  @ParameterizedTest
  @EnumSource(PromptMethod.class)
  void equalTasksGiveEqualPromptsAndLeaveNoArrays(PromptMethod method) throws Exception {
    FittedPrompts first = fit(method, 3);
    int alive = LiveArrays.below(model.manager());
    FittedPrompts again = fit(method, 3);
    assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
    assertThat(again.parameters()).isEqualTo(first.parameters());
    assertThat(again.textFeatures()).usingRecursiveComparison().isEqualTo(first.textFeatures());
    assertThat(again.epochLosses()).isEqualTo(first.epochLosses());
  }

  @Test
  void lammIsWhatTheLearnerOfTheStreamLearns() throws Exception {
    LearnerConfiguration published = LearnerConfiguration.published();
    AlignmentTask task =
        new AlignmentTask(List.of(), NAMES, IMAGES.features(model), IMAGES.labels(), published, 7);
    List<ClassEmbedding> expected = learner.align(task, AlignmentListener.NONE).classes();
    FittedPrompts fitted =
        fit(task(PromptMethod.LAMM, PromptSettings.published(PromptMethod.LAMM)));
    for (int i = 0; i < NAMES.size(); i++) {
      assertWithin(fitted.textFeatures().get(i), expected.get(i).textFeature(), 1e-5);
    }
  }

  @Test
  void zeroShotTrainsNothing() throws Exception {
    FittedPrompts fitted = fit(PromptMethod.ZERO_SHOT, 5);
    assertThat(fitted.parameters().tensors()).isEmpty();
    assertThat(fitted.epochLosses()).isEmpty();
    List<ClassEmbedding> expected = learner.zeroShot(NAMES, LearnerConfiguration.published());
    for (int i = 0; i < NAMES.size(); i++) {
      assertWithin(fitted.textFeatures().get(i), expected.get(i).zeroShotTextFeature(), 1e-5);
    }
  }

  @Test
  void wholeTextsHaveTheFeaturesOfTheirPrompts() {
    List<ClassEmbedding> expected = learner.zeroShot(NAMES, LearnerConfiguration.published());
    List<String> texts = NAMES.stream().map("a photo of a %s."::formatted).toList();
    float[][] features = model.encodeTexts(texts);
    for (int i = 0; i < NAMES.size(); i++) {
      assertWithin(features[i], expected.get(i).zeroShotTextFeature(), 1e-5);
    }
    List<String> many = IntStream.range(0, 70).mapToObj(i -> texts.get(i % texts.size())).toList();
    float[][] all = model.encodeTexts(many);
    assertThat(all).hasNumberOfRows(70);
    assertWithin(all[69], features[69 % texts.size()], 1e-5);
    String endless = "photo ".repeat(model.contextLength());
    assertThatThrownBy(() -> model.encodeTexts(List.of("a photo", endless)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positions, the context has " + model.contextLength());
  }

  @Test
  void twoClassesMayShareAName() throws Exception {
    PromptTask task = task(PromptMethod.LAMM, settings(PromptMethod.LAMM, 20));
    List<String> names = List.of("crane", "maple tree", "crane", "apple");
    FittedPrompts fitted =
        fit(
            new PromptTask(
                names, task.images(), task.labels(), task.method(), task.settings(), task.seed()));
    assertThat(largestDifference(fitted.textFeatures().get(0), fitted.textFeatures().get(2)))
        .as("each learns from its own images")
        .isGreaterThan(1e-3);
  }

  @Test
  void freshFeaturesAreThoseOfTheirEpoch() throws Exception {
    PromptTask task = task(PromptMethod.COOP, settings(PromptMethod.COOP, 4));
    float[] plain = IMAGES.features(model);
    float[] turned = plain.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = -turned[i];
    }
    FittedPrompts turns = fit(with(task, new PromptImages.Features(List.of(plain, turned))));
    FittedPrompts fresh =
        fit(with(task, new PromptImages.FreshFeatures(epoch -> epoch % 2 == 0 ? plain : turned)));
    assertThat(fresh.epochLosses()).isEqualTo(turns.epochLosses());
    PromptTask shorter =
        with(task, new PromptImages.FreshFeatures(epoch -> new float[model.dimension()]));
    assertThatThrownBy(() -> fit(shorter)).hasMessageContaining("32 examples of 32 numbers");
  }

  private static PromptTask with(PromptTask task, PromptImages images) {
    return new PromptTask(
        task.classes(), images, task.labels(), task.method(), task.settings(), task.seed());
  }

  @Test
  void unseenNamesStandBehindTheTrainedContext() throws Exception {
    List<String> unseen = List.of("pear", "pickup truck");
    try (PromptLearner prompts = new PromptLearner(model)) {
      List<float[]> untouched = prompts.textFeatures(fit(PromptMethod.ZERO_SHOT, 1), unseen);
      List<float[]> lamm = prompts.textFeatures(fit(PromptMethod.LAMM, 20), unseen);
      FittedPrompts coop = fit(PromptMethod.COOP, 20);
      List<float[]> moved = prompts.textFeatures(coop, unseen);
      for (int i = 0; i < unseen.size(); i++) {
        assertWithin(lamm.get(i), untouched.get(i), 1e-6);
        assertThat(largestDifference(moved.get(i), untouched.get(i))).isGreaterThan(1e-3);
      }
      // Without label embeddings seen names are like unseen ones.
      List<float[]> seen = prompts.textFeatures(coop, NAMES);
      for (int i = 0; i < NAMES.size(); i++) {
        assertWithin(seen.get(i), coop.textFeatures().get(i), 1e-5);
      }
    }
  }

  @Test
  void onlyMapleChangesTheFeaturesOfImages() throws Exception {
    float[] plain = IMAGES.features(model);
    try (PromptLearner prompts = new PromptLearner(model)) {
      float[] pixels = IMAGES.pixels();
      assertWithin(flat(prompts.imageFeatures(fit(PromptMethod.COOP, 2), pixels)), plain, 1e-5);
      float[] prompted = flat(prompts.imageFeatures(fit(PromptMethod.MAPLE, 2), pixels));
      assertThat(largestDifference(prompted, plain)).isGreaterThan(1e-3);
    }
  }

  @Test
  void eachClassMayHaveADrawnContextOfItsOwn() throws Exception {
    PromptSettings settings =
        settings(PromptMethod.COOP, 40).with(new ContextStart.Random(3), true);
    FittedPrompts fitted = fit(task(PromptMethod.COOP, settings));
    assertThat(fitted.context().shape()).containsExactly(NAMES.size(), 3, model.width());
    assertThat(fitted.epochLosses().get(39)).isLessThan(fitted.epochLosses().get(0));
    try (PromptLearner prompts = new PromptLearner(model)) {
      assertThatThrownBy(() -> prompts.textFeatures(fitted, List.of("pear")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("context");
    }
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() {
    assertThatThrownBy(
            () -> fit(task(PromptMethod.MAPLE, PromptSettings.published(PromptMethod.MAPLE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prompts of depth 9: the towers of this model have room for 1 to 2");
    assertThatThrownBy(
            () ->
                fit(
                    task(
                        PromptMethod.COOP,
                        settings(PromptMethod.COOP, 1)
                            .with(new ContextStart.Words("a", OptionalInt.of(2)), false))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 of the 1 tokens of 'a' cannot train");
    PromptTask task = task(PromptMethod.COOP, settings(PromptMethod.COOP, 1));
    PromptTask shorter =
        new PromptTask(
            task.classes(),
            new PromptImages.Features(List.of(new float[model.dimension()])),
            task.labels(),
            task.method(),
            task.settings(),
            task.seed());
    assertThatThrownBy(() -> fit(shorter)).hasMessageContaining("32 examples of 32 numbers");
  }

  private static FittedPrompts fit(PromptMethod method, int epochs) throws InterruptedException {
    return fit(task(method, settings(method, epochs)));
  }

  private static FittedPrompts fit(PromptTask task) throws InterruptedException {
    return TinyPrompts.fit(model, task);
  }

  private static PromptTask task(PromptMethod method, PromptSettings settings) {
    return TinyPrompts.task(model, method, settings);
  }

  private static double accuracy(FittedPrompts fitted) {
    try (PromptLearner prompts = new PromptLearner(model)) {
      List<float[]> images = prompts.imageFeatures(fitted, IMAGES.pixels());
      int[] labels = IMAGES.labels();
      long right =
          IntStream.range(0, labels.length)
              .filter(i -> nearest(images.get(i), fitted.textFeatures()) == labels[i])
              .count();
      return right / (double) labels.length;
    }
  }

  private static int nearest(float[] image, List<float[]> texts) {
    int best = 0;
    for (int c = 1; c < texts.size(); c++) {
      best = dot(image, texts.get(c)) > dot(image, texts.get(best)) ? c : best;
    }
    return best;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] flat(List<float[]> rows) {
    float[] all = new float[rows.size() * rows.get(0).length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * rows.get(i).length, rows.get(i).length);
    }
    return all;
  }
}
