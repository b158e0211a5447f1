package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.store.ClassEmbedding;

/** Prompts that go on from what was fitted to other classes before. */
class PromptContinuationTest extends WithTinyLearner {
  private static final List<String> FIRST = List.of("apple", "golden retriever");
  private static final List<String> SECOND = List.of("maple tree", "hot air balloon", "pear");
  private static final PixelClasses IMAGES = new PixelClasses(5, 8, 0.5);

  /** Holding old classes as published is what the stream does with all of them as neighbours. */
  @ParameterizedTest
  @ValueSource(strings = {"coop", "coop+lamm"})
  void theStreamLearnsTheSame(String key) throws Exception {
    Map<String, String> keys = new HashMap<>(LearnerConfiguration.published().toMap());
    keys.putAll(Map.of("method", key, "epochs", "3", "batch", "4", "loss.old.feature", "0.5"));
    if (key.equals("coop")) {
      keys.putAll(Map.of("loss.feature", "0", "loss.logit", "0"));
    }
    AlignmentTask one = TinyTask.of(model, List.of(), FIRST, keys);
    AlignmentResult first = learner.align(one, AlignmentListener.NONE);
    AlignmentTask two = TinyTask.of(model, first.classes(), SECOND, keys);
    AlignmentResult expected =
        learner.align(
            new AlignmentTask(
                two.known(),
                two.classes(),
                two.features(),
                two.labels(),
                two.configuration(),
                two.seed(),
                Optional.empty(),
                first.prompts()),
            AlignmentListener.NONE);

    PromptMethod method = PromptMethod.of(key).orElseThrow();
    LearnerConfiguration configuration = one.configuration();
    PromptSettings settings =
        PromptSettings.published(method)
            .with(configuration.loss())
            .with(configuration.optimisation());
    FittedPrompts before = fit(task(method, settings, one, Optional.empty()));
    FittedPrompts after = fit(task(method, settings, two, Optional.of(before)));
    assertThat(after.classes()).hasSize(5).startsWith("apple");
    assertWithin(
        after.context().values(),
        StreamContext.of(expected.prompts().orElseThrow()).values(),
        1e-5);
    for (int i = 0; i < 5; i++) {
      ClassEmbedding entry = expected.classes().get(i);
      assertThat(entry.name()).isEqualTo(after.classes().get(i));
      assertWithin(after.textFeatures().get(i), entry.textFeature(), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ZERO_SHOT"},
      mode = EnumSource.Mode.EXCLUDE)
  void withoutARateNothingMoves(PromptMethod method) throws Exception {
    FittedPrompts before = fit(task(method, settings(method, 10, 0.01), Optional.empty()));
    FittedPrompts after = fit(task(method, settings(method, 2, 0), Optional.of(before)));
    for (int i = 0; i < FIRST.size(); i++) {
      assertWithin(after.textFeatures().get(i), before.textFeatures().get(i), 1e-6);
    }
    assertThat(after.context()).isEqualTo(before.context());
    before
        .parameters()
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] now = after.parameters().tensor(name).values();
              assertThat(java.util.Arrays.copyOf(now, tensor.values().length))
                  .isEqualTo(tensor.values());
            });
    try (PromptLearner prompts = new PromptLearner(model)) {
      List<float[]> plain = prompts.textFeatures(before, SECOND);
      for (int i = 0; i < SECOND.size(); i++) {
        assertWithin(after.textFeatures().get(2 + i), plain.get(i), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COOP", "COOP_LAMM", "MAPLE", "MAPLE_LAMM"})
  void theFeatureTermOfOldClassesHoldsThem(PromptMethod method) throws Exception {
    FittedPrompts before = fit(task(method, settings(method, 5, 0.002), Optional.empty()));
    PromptSettings free = settings(method, 10, 0.005);
    double far = drift(before, fit(task(method, free, Optional.of(before))));
    PromptSettings held = free.with(oldFeature(free.loss(), 50));
    double near = drift(before, fit(task(method, held, Optional.of(before))));
    assertThat(near).isPositive().isLessThan(far / 2);
  }

  @Test
  void whatCannotGoOnIsRefused() throws Exception {
    PromptSettings settings = settings(PromptMethod.COOP, 1, 0.01);
    FittedPrompts before = fit(task(PromptMethod.COOP, settings, Optional.empty()));
    assertThatThrownBy(() -> task(PromptMethod.LAMM, settings, Optional.of(before)))
        .hasMessage("prompts of coop cannot go on with lamm");
    assertThatThrownBy(
            () ->
                task(
                    PromptMethod.COOP,
                    settings.with(new ContextStart.Random(2), true),
                    Optional.of(before)))
        .hasMessage("a context of each class cannot go on");
    assertThatThrownBy(
            () ->
                new PromptTask(
                    SECOND,
                    new PromptImages.Features(List.of(new float[model.dimension()])),
                    new int[] {0},
                    PromptMethod.COOP,
                    settings,
                    1,
                    Optional.of(before)))
        .hasMessage("a task that goes on has the known classes first");
  }

  private static double drift(FittedPrompts before, FittedPrompts after) {
    double sum = 0;
    for (int i = 0; i < FIRST.size(); i++) {
      float[] from = before.textFeatures().get(i);
      float[] to = after.textFeatures().get(i);
      for (int j = 0; j < from.length; j++) {
        sum += (from[j] - to[j]) * (from[j] - to[j]);
      }
    }
    return sum;
  }

  private static LossWeights oldFeature(LossWeights loss, double weight) {
    return new LossWeights(
        loss.parameter(),
        loss.feature(),
        loss.logit(),
        0,
        weight,
        0,
        loss.direction(),
        loss.temperature());
  }

  private static PromptSettings settings(PromptMethod method, int epochs, double rate) {
    PromptSettings published = PromptSettings.published(method).withDepth(2);
    Optimisation same = published.optimisation();
    return published
        .with(oldFeature(published.loss(), 0))
        .with(
            new Optimisation(
                epochs, 8, rate, same.momentum(), same.weightDecay(), 1, Math.min(rate, 1e-5)));
  }

  /** The stream's task, its examples and all. */
  private static PromptTask task(
      PromptMethod method,
      PromptSettings settings,
      AlignmentTask like,
      Optional<FittedPrompts> before) {
    List<String> classes = new ArrayList<>(before.map(FittedPrompts::classes).orElse(List.of()));
    int known = classes.size();
    classes.addAll(like.classes());
    return new PromptTask(
        classes,
        new PromptImages.Features(List.of(like.features())),
        IntStream.of(like.labels()).map(label -> known + label).toArray(),
        method,
        settings,
        like.seed(),
        before);
  }

  private static PromptTask task(
      PromptMethod method, PromptSettings settings, Optional<FittedPrompts> before) {
    List<String> classes = new ArrayList<>(FIRST);
    before.ifPresent(known -> classes.addAll(SECOND));
    int least = before.isPresent() ? FIRST.size() : 0;
    int[] examples =
        IntStream.range(0, IMAGES.labels().length)
            .filter(i -> IMAGES.labels()[i] >= least && IMAGES.labels()[i] < classes.size())
            .toArray();
    int[] labels = IntStream.of(examples).map(i -> IMAGES.labels()[i]).toArray();
    PromptImages images =
        method.promptsImages()
            ? new PromptImages.Pixels(
                (indexes, epoch) ->
                    IMAGES.pixels(IntStream.of(indexes).map(i -> examples[i]).toArray()))
            : new PromptImages.Features(
                List.of(TrainingLoop.rows(IMAGES.features(model), model.dimension(), examples)));
    return new PromptTask(classes, images, labels, method, settings, 7, before);
  }

  private static FittedPrompts fit(PromptTask task) throws InterruptedException {
    try (PromptLearner prompts = new PromptLearner(model)) {
      return prompts.fit(task, AlignmentListener.NONE);
    }
  }
}
