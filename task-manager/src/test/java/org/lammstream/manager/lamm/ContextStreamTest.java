package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestDifference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.LiveArrays;
import org.lammstream.store.ClassEmbedding;

/** A context that trains task after task: what stays equal and what moves. */
class ContextStreamTest extends WithTinyLearner {
  private static final List<String> FIRST = List.of("apple", "golden retriever", "hot_air balloon");
  private static final List<String> SECOND = List.of("t-shirt", "maple tree");
  private static final Map<String, String> SHORT =
      Map.of("epochs", "3", "batch", "4", "head", "none", "replay", "prototypes");

  @ParameterizedTest
  @ValueSource(strings = {"coop", "coop+lamm"})
  void theFirstTaskLearnsWhatThePublishedTrainerLearns(String method) throws Exception {
    PromptMethod known = PromptMethod.of(method).orElseThrow();
    PromptSettings published = PromptSettings.published(known);
    Optimisation few =
        LearnerConfiguration.from(Map.of("epochs", "3", "lr", "0.002")).optimisation();
    AlignmentTask task = published(method);
    AlignmentResult result = align(task);
    PromptTask same =
        new PromptTask(
            FIRST,
            new PromptImages.Features(List.of(task.features())),
            task.labels(),
            known,
            published.with(few),
            task.seed());
    try (PromptLearner oracle = new PromptLearner(model)) {
      FittedPrompts fitted = oracle.fit(same, AlignmentListener.NONE);
      assertWithin(context(result).values(), fitted.context().values(), 1e-6);
      for (int i = 0; i < FIRST.size(); i++) {
        assertWithin(result.classes().get(i).textFeature(), fitted.textFeatures().get(i), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"coop", "coop+lamm"})
  void theContextAndEveryTextMoveAndWhatDidNotTrainKeepsItsBits(String method) throws Exception {
    Map<String, String> settings = with("method", method, "neighbours", "1");
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, settings));
    AlignmentResult both = align(next(first, settings));
    assertThat(context(both)).isNotEqualTo(context(first));
    assertThat(both.classes()).extracting(ClassEmbedding::name).hasSize(5).startsWith("apple");
    int moved = 0;
    for (int i = 0; i < FIRST.size(); i++) {
      ClassEmbedding before = first.classes().get(i);
      ClassEmbedding after = both.classes().get(i);
      assertThat(after.textFeature()).isNotEqualTo(before.textFeature());
      assertThat(after.zeroShotTextFeature()).isEqualTo(before.zeroShotTextFeature());
      assertThat(after.imagePrototype()).isEqualTo(before.imagePrototype());
      moved += after.equals(withText(before, after)) ? 0 : 1;
    }
    assertThat(moved).as("label embeddings that trained").isEqualTo(method.equals("coop") ? 0 : 1);
  }

  @Test
  void withoutLabelEmbeddingsNamesStayThatOfTheCheckpoint() throws Exception {
    AlignmentResult result =
        align(TinyTask.of(model, List.of(), FIRST, with("method", "coop", "lr", "0.1")));
    assertThat(result.classes())
        .allSatisfy(entry -> assertThat(entry.labelEmbedding()).isEqualTo(entry.anchor()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"coop", "coop+lamm"})
  void theNaivePathLearnsTheSame(String method) throws Exception {
    Map<String, String> settings = with("method", method, "lr", "0.002", "neighbours", "1");
    AlignmentResult cached = both(settings);
    settings.put("path", "naive");
    AlignmentResult naive = both(settings);
    assertWithin(context(cached).values(), context(naive).values(), 1e-5);
    for (int i = 0; i < cached.classes().size(); i++) {
      ClassEmbedding one = cached.classes().get(i);
      ClassEmbedding other = naive.classes().get(i);
      assertWithin(one.textFeature(), other.textFeature(), 1e-5);
      assertWithin(one.labelEmbedding(), other.labelEmbedding(), 1e-5);
    }
  }

  @Test
  void aTaskStartsFromTheContextOfTheVersionBefore() throws Exception {
    Map<String, String> settings = with("method", "coop", "lr", "0.1");
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, settings));
    settings.putAll(Map.of("lr", "0", "warmup.lr", "0"));
    AlignmentResult still = align(next(first, settings));
    assertThat(context(still)).isEqualTo(context(first));
    for (int i = 0; i < FIRST.size(); i++) {
      assertWithin(
          still.classes().get(i).textFeature(), first.classes().get(i).textFeature(), 1e-6);
    }
    ClassEmbedding fresh = still.classes().get(3);
    assertThat(largestDifference(fresh.textFeature(), fresh.zeroShotTextFeature()))
        .as("behind the trained context, not the words")
        .isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "all"})
  void theFeatureTermHoldsOldClassesWhetherTheirLabelEmbeddingsTrainOrNot(String neighbours)
      throws Exception {
    Map<String, String> settings =
        with("method", "coop+lamm", "lr", "0.05", "loss.old.replay", "0");
    settings.put("neighbours", neighbours);
    double free = drift(settings);
    settings.put("loss.old.feature", "20");
    assertThat(drift(settings)).isPositive().isLessThan(free / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coop", "coop+lamm"})
  void replayKeepsOldPrototypesWithTheirOwnClasses(String method) throws Exception {
    Map<String, String> settings = with("method", method, "lr", "0.01", "epochs", "20");
    settings.put("loss.old.replay", "0");
    double without = TinyTask.prototypeLoss(model, both(settings).classes(), FIRST.size());
    settings.put("loss.old.replay", "3");
    double rehearsed = TinyTask.prototypeLoss(model, both(settings).classes(), FIRST.size());
    assertThat(rehearsed).isLessThan(without);
  }

  @Test
  void anAnchorStaysWhereALabelEmbeddingWasLastTrained() throws Exception {
    Map<String, String> settings = with("method", "lamm", "lr", "0.05");
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, settings));
    settings.put("method", "coop");
    AlignmentResult both = align(next(first, settings));
    for (int i = 0; i < FIRST.size(); i++) {
      assertThat(both.classes().get(i).anchor()).isEqualTo(first.classes().get(i).anchor());
    }
  }

  @Test
  void aTrainedContextIsNotLeft() throws Exception {
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, with("method", "coop")));
    assertThatThrownBy(() -> next(first, with("method", "lamm")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a trained context cannot go on with method=lamm");
  }

  @Test
  void aDrawnContextHasTheLengthThatIsAskedFor() throws Exception {
    Map<String, String> settings = with("method", "coop", "context.random", "3");
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, settings));
    assertThat(context(first).shape()).containsExactly(3, model.width());
    settings.put("context.random", "2");
    assertThatThrownBy(() -> align(next(first, settings)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it cannot go on with 2 vectors");
  }

  @Test
  void equalTasksGiveEqualBitsAndLeaveNoArrays() throws Exception {
    Map<String, String> settings = with("method", "coop+lamm");
    AlignmentResult first = both(settings);
    int alive = LiveArrays.below(model.manager());
    assertThat(both(settings)).isEqualTo(first);
    assertThat(LiveArrays.below(model.manager())).isEqualTo(alive);
  }

  @Test
  void manyClassesAreEncodedInGroups() throws Exception {
    List<ClassPrompt> prompts =
        IntStream.range(0, 300).mapToObj(i -> prompt("class number " + i)).toList();
    AlignmentResult first =
        align(TinyTask.of(model, List.of(), FIRST, with("method", "coop", "lr", "0.1")));
    LearnerConfiguration configuration = LearnerConfiguration.from(SHORT);
    Optional<Tensor> context = Optional.of(context(first));
    try (TextPaths texts = new TextPaths(model)) {
      List<float[]> all = texts.features(prompts, configuration, context);
      assertThat(all).hasSize(300);
      for (int i : new int[] {0, 255, 256, 299}) {
        List<float[]> alone = texts.features(prompts.subList(i, i + 1), configuration, context);
        assertWithin(all.get(i), alone.get(0), 1e-6);
      }
    }
  }

  private static ClassPrompt prompt(String name) {
    return PromptTemplate.of(model.tokenizer(), "a photo of a")
        .classes(model.tokenizer(), model.textTower(), new TokenPolicy.PerClass(), List.of(name))
        .get(0);
  }

  /** Published settings of the stream learner but for the length. */
  private static AlignmentTask published(String method) {
    Map<String, String> settings = new HashMap<>(LearnerConfiguration.published().toMap());
    settings.put("method", method);
    settings.put("epochs", "3");
    if (method.equals("coop")) {
      settings.remove("loss.feature");
      settings.remove("loss.logit");
    }
    return TinyTask.of(model, List.of(), FIRST, settings);
  }

  /** How far the texts of the first classes went while the others were learned. */
  private static double drift(Map<String, String> settings) throws InterruptedException {
    AlignmentResult first = align(TinyTask.of(model, List.of(), FIRST, settings));
    AlignmentResult both = align(next(first, settings));
    double sum = 0;
    for (int i = 0; i < FIRST.size(); i++) {
      float[] before = first.classes().get(i).textFeature();
      float[] after = both.classes().get(i).textFeature();
      for (int j = 0; j < before.length; j++) {
        sum += (before[j] - after[j]) * (before[j] - after[j]);
      }
    }
    return sum;
  }

  private static AlignmentResult both(Map<String, String> settings) throws InterruptedException {
    return align(next(align(TinyTask.of(model, List.of(), FIRST, settings)), settings));
  }

  private static AlignmentTask next(AlignmentResult before, Map<String, String> settings) {
    AlignmentTask plain = TinyTask.of(model, before.classes(), SECOND, settings);
    return new AlignmentTask(
        plain.known(),
        plain.classes(),
        plain.features(),
        plain.labels(),
        plain.configuration(),
        plain.seed(),
        before.visual(),
        before.prompts());
  }

  private static ClassEmbedding withText(ClassEmbedding entry, ClassEmbedding text) {
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        text.textFeature(),
        entry.zeroShotTextFeature(),
        entry.imagePrototype(),
        entry.imageWeight(),
        entry.images());
  }

  private static Tensor context(AlignmentResult result) {
    return StreamContext.of(result.prompts().orElseThrow());
  }

  private static AlignmentResult align(AlignmentTask task) throws InterruptedException {
    return learner.align(task, AlignmentListener.NONE);
  }

  private static Map<String, String> with(String... pairs) {
    Map<String, String> all = new HashMap<>(SHORT);
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }
}
