package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.store.ClassEmbedding;

/** CoOp on a stream where each class has a context of its own. */
class OwnContextsTest extends WithTinyLearner {
  private static final List<String> FIRST = List.of("apple", "golden retriever", "pear");
  private static final List<String> SECOND = List.of("maple tree", "hot air balloon");

  /** The trainer of the experiments has the contexts of all classes in one tensor. */
  @ParameterizedTest
  @CsvSource({"0, cached", "0, naive", "3, cached"})
  void aFirstTaskIsThatOfTheTrainerOfTheExperiments(int random, String path) throws Exception {
    AlignmentTask task =
        TinyTask.of(
            model, List.of(), FIRST, settings(Map.of("context.random", random + "", "path", path)));
    AlignmentResult result = learner.align(task, AlignmentListener.NONE);
    LearnerConfiguration configuration = task.configuration();
    ContextStart start =
        random > 0
            ? new ContextStart.Random(random)
            : new ContextStart.Words("a photo of a", OptionalInt.empty());
    PromptSettings settings =
        PromptSettings.published(PromptMethod.COOP)
            .with(start, true)
            .with(configuration.loss())
            .with(configuration.optimisation());
    try (PromptLearner prompts = new PromptLearner(model)) {
      FittedPrompts fitted =
          prompts.fit(
              new PromptTask(
                  FIRST,
                  new PromptImages.Features(List.of(task.features())),
                  task.labels(),
                  PromptMethod.COOP,
                  settings,
                  task.seed()),
              AlignmentListener.NONE);
      int length = fitted.context().values().length / FIRST.size();
      for (int i = 0; i < FIRST.size(); i++) {
        ClassEmbedding entry = result.classes().get(i);
        float[] own = Arrays.copyOfRange(fitted.context().values(), i * length, (i + 1) * length);
        assertWithin(entry.labelEmbedding(), own, 1e-5);
        assertWithin(entry.textFeature(), fitted.textFeatures().get(i), 1e-5);
        assertThat(entry.vectors()).isEqualTo(random > 0 ? random : 4);
        assertThat(entry.labelEmbedding()).isNotEqualTo(entry.anchor());
      }
    }
    assertThat(result.prompts()).as("nothing is shared").isEmpty();
  }

  @Test
  void zeroShotFeaturesAreThoseOfTheWordsAndWhatStartsAtThemToo() throws Exception {
    Map<String, String> still = settings(Map.of("lr", "0", "warmup.lr", "0"));
    AlignmentResult own =
        learner.align(TinyTask.of(model, List.of(), FIRST, still), AlignmentListener.NONE);
    Map<String, String> nothing = new HashMap<>(still);
    nothing.put("method", "zero-shot");
    nothing.remove("context.scope");
    AlignmentResult plain =
        learner.align(TinyTask.of(model, List.of(), FIRST, nothing), AlignmentListener.NONE);
    for (int i = 0; i < FIRST.size(); i++) {
      float[] words = plain.classes().get(i).zeroShotTextFeature();
      assertThat(own.classes().get(i).zeroShotTextFeature()).isEqualTo(words);
      assertWithin(own.classes().get(i).textFeature(), words, 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen", "regularized"})
  void oldClassesStayWhereNothingOfTheirsTrains(String old) throws Exception {
    Map<String, String> settings = settings(Map.of("old", old, "neighbours", "1"));
    AlignmentResult first =
        learner.align(TinyTask.of(model, List.of(), FIRST, settings), AlignmentListener.NONE);
    AlignmentResult second =
        learner.align(
            TinyTask.of(model, first.classes(), SECOND, settings), AlignmentListener.NONE);
    long same = first.classes().stream().filter(entry -> second.classes().contains(entry)).count();
    assertThat(same).isEqualTo(old.equals("frozen") ? 3 : 2);
    for (int i = 3; i < 5; i++) {
      ClassEmbedding entry = second.classes().get(i);
      assertThat(entry.labelEmbedding()).isNotEqualTo(entry.anchor());
    }
  }

  @Test
  void aContextThatIsTooLongForANameIsRefused() {
    LearnerConfiguration configuration =
        LearnerConfiguration.from(settings(Map.of("context.random", "64")));
    assertThatThrownBy(
            () -> learner.checkNames(List.of("golden retriever ".repeat(10)), configuration))
        .isInstanceOf(ClassNameException.class)
        .hasMessageContaining("positions");
  }

  @Test
  void aKnownClassIsRefinedInItsOwnContext() throws Exception {
    Map<String, String> settings = settings(Map.of("neighbours", "0", "context.random", "2"));
    AlignmentResult first =
        learner.align(TinyTask.of(model, List.of(), FIRST, settings), AlignmentListener.NONE);
    AlignmentResult again =
        learner.align(
            TinyTask.of(model, first.classes(), List.of("pear", "maple tree"), settings),
            AlignmentListener.NONE);
    assertThat(again.classes().subList(0, 2)).isEqualTo(first.classes().subList(0, 2));
    ClassEmbedding refined = again.classes().get(2);
    assertThat(refined.anchor()).isEqualTo(first.classes().get(2).labelEmbedding());
    assertThat(refined.labelEmbedding()).isNotEqualTo(refined.anchor());
    ClassEmbedding fresh = again.classes().get(3);
    assertThat(fresh.vectors()).isEqualTo(2);
    assertThat(fresh.tailTokenIds()).isNotEmpty();
  }

  @Test
  void otherMethodsHaveNoUseForIt() {
    assertThat(LearnerConfiguration.from(Map.of("context.scope", "class")).hasOwnContexts())
        .isFalse();
    assertThat(LearnerConfiguration.from(settings(Map.of())).toMap())
        .containsEntry("context.scope", "class");
    assertThat(LearnerConfiguration.from(Map.of("method", "coop")).toMap())
        .doesNotContainKey("context.scope");
    assertThat(
            LearnerConfiguration.changed(
                LearnerConfiguration.from(settings(Map.of())).toMap(), Map.of("method", "lamm")))
        .doesNotContainKeys("context.scope", "context.random");
  }

  @Test
  void aContextThatAllSharedIsNotDroppedSilently() throws Exception {
    Map<String, String> shared = settings(Map.of("context.scope", "shared"));
    AlignmentResult first =
        learner.align(TinyTask.of(model, List.of(), FIRST, shared), AlignmentListener.NONE);
    AlignmentTask second = TinyTask.of(model, first.classes(), SECOND, settings(Map.of()));
    assertThatThrownBy(
            () ->
                new AlignmentTask(
                    second.known(),
                    second.classes(),
                    second.features(),
                    second.labels(),
                    second.configuration(),
                    second.seed(),
                    second.visual(),
                    first.prompts()))
        .hasMessageContaining("a trained context cannot go on");
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "method",
                "coop",
                "context.scope",
                "class",
                "views",
                "1",
                "head",
                "none",
                "replay",
                "prototypes",
                "epochs",
                "3",
                "batch",
                "8",
                "lr",
                "0.02"));
    all.putAll(more);
    return all;
  }
}
