package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.LiveArrays;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.ClassEmbedding;

class LammLearnerTest extends WithTinyLearner {

  private static final List<String> FIRST = List.of("apple", "golden retriever", "hot_air balloon");
  private static final List<String> SECOND = List.of("t-shirt", "maple tree");
  private static final Map<String, String> SHORT = Map.of("epochs", "3", "batch", "4");
  private static final Map<String, String> HEADLESS =
      Map.of("epochs", "3", "batch", "4", "head", "none", "replay", "prototypes");

  @Test
  void newClassesAreAppendedBehindTheKnownOnesInOrder() throws Exception {
    List<ClassEmbedding> both = learnBoth(Map.of());
    assertThat(both)
        .extracting(ClassEmbedding::name)
        .containsExactly("apple", "golden retriever", "hot_air balloon", "t-shirt", "maple tree");
    assertThat(both).extracting(ClassEmbedding::vectors).containsExactly(1, 2, 3, 3, 2);
    assertThat(both).allSatisfy(entry -> assertThat(entry.tailTokenIds()).isEmpty());
  }

  @Test
  void equalTasksGiveEqualBits() throws Exception {
    assertThat(learnBoth(Map.of())).isEqualTo(learnBoth(Map.of()));
  }

  @Test
  void anotherSeedGivesOtherEmbeddings() throws Exception {
    AlignmentTask task = TinyTask.of(model, List.of(), FIRST, SHORT);
    AlignmentTask other =
        new AlignmentTask(
            List.of(), FIRST, task.features(), task.labels(), task.configuration(), 8);
    assertThat(align(task)).isNotEqualTo(align(other));
  }

  @Test
  void frozenOldClassesStayEqualToTheLastBit() throws Exception {
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, SHORT));
    List<ClassEmbedding> both =
        align(TinyTask.of(model, first, SECOND, with(SHORT, "old", "frozen")));
    assertThat(both.subList(0, 3)).isEqualTo(first);
  }

  @Test
  void regularizedOldClassesMoveAndAreAnchoredToTheirPreviousVersion() throws Exception {
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, SHORT));
    List<ClassEmbedding> both =
        align(TinyTask.of(model, first, SECOND, with(SHORT, "old", "regularized")));
    for (int i = 0; i < first.size(); i++) {
      assertThat(both.get(i).labelEmbedding()).isNotEqualTo(first.get(i).labelEmbedding());
      assertThat(both.get(i).anchor()).isEqualTo(first.get(i).labelEmbedding());
      assertThat(both.get(i).zeroShotTextFeature()).isEqualTo(first.get(i).zeroShotTextFeature());
    }
  }

  @Test
  void aHeavierHoldKeepsOldClassesCloser() throws Exception {
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, SHORT));
    double light =
        drift(
            first,
            Map.of("loss.old.parameter", "0", "loss.old.feature", "0", "loss.old.replay", "0"));
    double heavy =
        drift(
            first,
            Map.of("loss.old.parameter", "20", "loss.old.feature", "0", "loss.old.replay", "0"));
    assertThat(heavy).isPositive().isLessThan(light / 2);
  }

  @Test
  void onlyTheNearestNeighboursTrain() throws Exception {
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, SHORT));
    Map<String, String> settings = with(SHORT, "old", "regularized", "neighbours", "1");
    List<ClassEmbedding> both = align(TinyTask.of(model, first, SECOND, settings));
    assertThat(both.subList(0, 3)).filteredOn(first::contains).hasSize(2);
  }

  @Test
  void newClassesCarryTheMeanOfTheirImagesAndOldOnesKeepTheirs() throws Exception {
    AlignmentTask task = TinyTask.of(model, List.of(), FIRST, HEADLESS);
    List<ClassEmbedding> first = align(task);
    int d = model.dimension();
    float[] mean = new float[d];
    for (int i = 0; i < task.labels().length; i++) {
      for (int j = 0; j < d && task.labels()[i] == 1; j++) {
        mean[j] += task.features()[i * d + j];
      }
    }
    float[] prototype = first.get(1).imagePrototype();
    assertThat(dot(prototype, prototype)).isCloseTo(1, within(1e-6));
    assertThat(dot(prototype, mean)).isCloseTo(Math.sqrt(dot(mean, mean)), within(1e-5));
    List<ClassEmbedding> both = align(TinyTask.of(model, first, SECOND, HEADLESS));
    for (int i = 0; i < first.size(); i++) {
      assertThat(both.get(i).imagePrototype()).isEqualTo(first.get(i).imagePrototype());
    }
  }

  @Test
  void rehearsalKeepsOldPrototypesWithTheirOwnClasses() throws Exception {
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, HEADLESS));
    Map<String, String> settings = with(HEADLESS, "epochs", "20", "lr", "0.01");
    settings.put("loss.old.replay", "0");
    double without =
        TinyTask.prototypeLoss(
            model, align(TinyTask.of(model, first, SECOND, settings)), first.size());
    settings.put("loss.old.replay", "3");
    double rehearsed =
        TinyTask.prototypeLoss(
            model, align(TinyTask.of(model, first, SECOND, settings)), first.size());
    assertThat(rehearsed).isLessThan(without);
  }

  @Test
  void theCachedPathLearnsWhatTheNaivePathLearns() throws Exception {
    for (String tokens : List.of("per-class", "fixed(2)", "reference")) {
      List<ClassEmbedding> cached = learnBoth(Map.of("tokens", tokens, "lr", "0.002"));
      List<ClassEmbedding> naive =
          learnBoth(Map.of("tokens", tokens, "lr", "0.002", "path", "naive"));
      for (int i = 0; i < cached.size(); i++) {
        assertWithin(cached.get(i).textFeature(), naive.get(i).textFeature(), 1e-5);
        assertWithin(cached.get(i).labelEmbedding(), naive.get(i).labelEmbedding(), 1e-5);
      }
    }
  }

  @Test
  void tokenPoliciesDecideHowManyVectorsTrainAndWhatStaysFrozenBehindThem() throws Exception {
    List<ClassEmbedding> fixed =
        align(TinyTask.of(model, List.of(), FIRST, with(SHORT, "tokens", "fixed(2)")));
    assertThat(fixed).extracting(ClassEmbedding::vectors).containsOnly(2);
    assertThat(fixed.get(2).tailTokenIds()).hasSize(1);
    List<ClassEmbedding> reference =
        align(TinyTask.of(model, List.of(), FIRST, with(SHORT, "tokens", "reference")));
    assertThat(reference).extracting(ClassEmbedding::vectors).containsOnly(1);
    assertThat(reference.get(1).tailTokenIds()).hasSize(1);
  }

  @Test
  void learningLowersTheLoss() throws Exception {
    Map<String, String> settings = with(SHORT, "epochs", "20", "old", "frozen");
    AlignmentResult result =
        learner.align(TinyTask.of(model, List.of(), FIRST, settings), AlignmentListener.NONE);
    assertThat(result.epochLosses()).hasSize(20);
    assertThat(result.epochLosses().get(19)).isLessThan(result.epochLosses().get(0) * 0.8);
  }

  @Test
  void zeroShotEntriesAreTheUntrainedPrompts() {
    List<ClassEmbedding> entries = learner.zeroShot(FIRST, LearnerConfiguration.defaults());
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.textFeature()).isEqualTo(entry.zeroShotTextFeature());
              assertThat(entry.labelEmbedding()).isEqualTo(entry.anchor());
            });
  }

  @Test
  void namesWithoutTokensOrBeyondTheContextAreRefused() {
    LearnerConfiguration configuration = LearnerConfiguration.defaults();
    assertThatThrownBy(() -> learner.checkNames(List.of("  "), configuration))
        .isInstanceOf(ClassNameException.class)
        .hasMessageContaining("has no tokens");
    assertThatThrownBy(() -> learner.checkNames(List.of("very ".repeat(80)), configuration))
        .isInstanceOf(ClassNameException.class)
        .hasMessageContaining("the context has 77");
  }

  @Test
  void manyContextsDoNotPileUp() throws Exception {
    try (ClipModel own = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
        LammLearner many = new LammLearner(own)) {
      int arrays = 0;
      for (int i = 0; i < 30; i++) {
        List<ClassEmbedding> entries =
            many.zeroShot(
                FIRST, LearnerConfiguration.from(Map.of("context", "picture " + i + " of")));
        assertThat(entries).hasSize(FIRST.size());
        if (i == 10) {
          arrays = LiveArrays.below(own.manager());
        }
      }
      assertThat(LiveArrays.below(own.manager())).isEqualTo(arrays);
    }
  }

  @Test
  void embeddingsThatDivergeAreRefused() {
    Map<String, String> settings = with(SHORT, "epochs", "1", "warmup.epochs", "0");
    settings.put("lr", "1000");
    settings.put("weight-decay", "10");
    settings.put("epochs", "40");
    AlignmentTask task = TinyTask.of(model, List.of(), FIRST, settings);
    assertThatThrownBy(() -> align(task))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("no longer finite");
  }

  @Test
  void anInterruptStopsBetweenTwoSteps() {
    AlignmentTask task = TinyTask.of(model, List.of(), FIRST, with(SHORT, "epochs", "1000"));
    AlignmentListener interrupting =
        (epoch, epochs, loss) -> {
          if (epoch == 2) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> learner.align(task, interrupting))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("epoch 3");
  }

  /** Mean cross-entropy of the first task's prototypes over all classes. */
  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double drift(List<ClassEmbedding> first, Map<String, String> weights)
      throws InterruptedException {
    Map<String, String> settings = with(SHORT, "old", "regularized", "lr", "0.01");
    settings.put("epochs", "20");
    settings.putAll(weights);
    List<ClassEmbedding> both = align(TinyTask.of(model, first, SECOND, settings));
    double squares = 0;
    for (int i = 0; i < first.size(); i++) {
      float[] before = first.get(i).labelEmbedding();
      float[] after = both.get(i).labelEmbedding();
      for (int j = 0; j < before.length; j++) {
        squares += Math.pow(after[j] - before[j], 2);
      }
    }
    return Math.sqrt(squares);
  }

  private static List<ClassEmbedding> learnBoth(Map<String, String> extra)
      throws InterruptedException {
    Map<String, String> settings = new java.util.HashMap<>(SHORT);
    settings.putAll(extra);
    List<ClassEmbedding> first = align(TinyTask.of(model, List.of(), FIRST, settings));
    return align(TinyTask.of(model, first, SECOND, settings));
  }

  private static List<ClassEmbedding> align(AlignmentTask task) throws InterruptedException {
    return new ArrayList<>(learner.align(task, AlignmentListener.NONE).classes());
  }

  private static Map<String, String> with(Map<String, String> base, String... pairs) {
    Map<String, String> settings = new java.util.HashMap<>(base);
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return settings;
  }
}
