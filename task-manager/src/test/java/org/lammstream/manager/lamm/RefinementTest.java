package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lammstream.store.ClassEmbedding;

/** Tasks that bring further examples of classes which the learner knows. */
class RefinementTest extends WithTinyLearner {
  private static final List<String> FIRST = List.of("apple", "golden retriever", "hot_air balloon");
  private static final List<String> MIXED = List.of("t-shirt", "golden retriever", "maple tree");
  private static final Map<String, String> SHORT = Map.of("epochs", "3", "batch", "4");
  private static final Map<String, String> HEADLESS =
      Map.of("epochs", "3", "batch", "4", "head", "none");

  @Test
  void aKnownClassIsAlignedAgainFromWhereItStandsAndNewOnesAreAppended() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of());
    List<ClassEmbedding> both = learn(first, MIXED, Map.of());

    assertThat(both)
        .extracting(ClassEmbedding::name)
        .containsExactly("apple", "golden retriever", "hot_air balloon", "t-shirt", "maple tree");
    ClassEmbedding before = first.get(1);
    ClassEmbedding refined = both.get(1);
    assertThat(refined.labelEmbedding()).isNotEqualTo(before.labelEmbedding());
    assertThat(refined.anchor()).isEqualTo(before.labelEmbedding());
    assertThat(refined.vectors()).isEqualTo(before.vectors());
    assertThat(refined.zeroShotTextFeature()).isEqualTo(before.zeroShotTextFeature());
  }

  @Test
  void aTaskMayOnlyRefine() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of());
    List<ClassEmbedding> again = learn(first, List.of("hot_air balloon", "apple"), Map.of());

    assertThat(again).extracting(ClassEmbedding::name).containsExactlyElementsOf(FIRST);
    assertThat(again).doesNotContainAnyElementsOf(first);
  }

  @Test
  void withoutNeighboursOnlyTheClassesOfTheTaskChange() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of());
    List<ClassEmbedding> both = learn(first, MIXED, Map.of("neighbours", "0"));
    assertThat(both.get(0)).isEqualTo(first.get(0));
    assertThat(both.get(1)).isNotEqualTo(first.get(1));
    assertThat(both.get(2)).isEqualTo(first.get(2));

    List<ClassEmbedding> near = learn(first, MIXED, Map.of("neighbours", "1"));
    assertThat(List.of(near.get(0), near.get(2)))
        .filteredOn(first::contains)
        .as("a refined class is nobody's neighbour")
        .hasSize(1);
  }

  @Test
  void thePrototypeOfARefinedClassIsTheMeanOverOldAndNewImages() throws Exception {
    AlignmentTask early = TinyTask.of(model, List.of(), FIRST, HEADLESS);
    List<ClassEmbedding> first = learner.align(early, AlignmentListener.NONE).classes();
    AlignmentTask late = TinyTask.of(model, first, MIXED, HEADLESS);
    ClassEmbedding refined = learner.align(late, AlignmentListener.NONE).classes().get(1);

    double[] old = sum(early, 1);
    double[] all = sum(late, 1);
    for (int j = 0; j < all.length; j++) {
      all[j] += old[j];
    }
    assertThat(first.get(1).imageWeight()).isCloseTo(length(old), within(1e-6));
    assertThat(refined.imageWeight()).isCloseTo(length(all), within(1e-5));
    assertWithin(refined.imagePrototype(), direction(all), 1e-6);
  }

  @Test
  void anOldPrototypeOfUnknownWeightCountsAsMuchAsTheNewImages() throws Exception {
    List<ClassEmbedding> first =
        learn(List.of(), FIRST, HEADLESS).stream().map(RefinementTest::unweighted).toList();
    AlignmentTask late = TinyTask.of(model, first, MIXED, HEADLESS);
    ClassEmbedding refined = learner.align(late, AlignmentListener.NONE).classes().get(1);

    double[] all = sum(late, 1);
    double weight = length(all);
    for (int j = 0; j < all.length; j++) {
      all[j] += weight * first.get(1).imagePrototype()[j];
    }
    assertWithin(refined.imagePrototype(), direction(all), 1e-6);
  }

  @Test
  void theCachedPathRefinesAsTheNaivePathDoes() throws Exception {
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
  void equalTasksRefineToEqualBits() throws Exception {
    assertThat(learnBoth(Map.of())).isEqualTo(learnBoth(Map.of()));
  }

  @Test
  void aClassKeepsItsNumberOfVectorsWhateverTheTasksPolicyIs() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of("tokens", "fixed(1)"));
    List<ClassEmbedding> both = learn(first, MIXED, Map.of("tokens", "fixed(3)"));
    assertThat(both).extracting(ClassEmbedding::vectors).containsExactly(1, 1, 1, 3, 3);
    assertThat(both.get(1).tailTokenIds()).isEqualTo(first.get(1).tailTokenIds());
  }

  @Test
  void refiningMovesAClassTowardsItsImages() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of());
    AlignmentTask others =
        TinyTask.of(
            model, List.of(), List.of("t-shirt", "maple tree"), with(Map.of("epochs", "20")));
    AlignmentTask late =
        new AlignmentTask(
            first,
            List.of("apple", "golden retriever"),
            others.features(),
            others.labels(),
            others.configuration(),
            7);
    List<Double> losses = learner.align(late, AlignmentListener.NONE).epochLosses();
    assertThat(losses.get(19)).isLessThan(losses.get(0) * 0.9);
  }

  @Test
  void frozenClassesCannotBeRefined() throws Exception {
    List<ClassEmbedding> first = learn(List.of(), FIRST, Map.of());
    assertThatThrownBy(() -> TinyTask.of(model, first, MIXED, with(Map.of("old", "frozen"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frozen classes cannot be refined");
  }

  private static ClassEmbedding unweighted(ClassEmbedding entry) {
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        entry.textFeature(),
        entry.zeroShotTextFeature(),
        entry.imagePrototype());
  }

  private static double[] sum(AlignmentTask task, int label) {
    double[] sum = new double[model.dimension()];
    for (int i = 0; i < task.labels().length; i++) {
      for (int j = 0; j < sum.length && task.labels()[i] == label; j++) {
        sum[j] += task.features()[i * sum.length + j];
      }
    }
    return sum;
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] direction(double[] vector) {
    float[] unit = new float[vector.length];
    double length = length(vector);
    for (int j = 0; j < unit.length; j++) {
      unit[j] = (float) (vector[j] / length);
    }
    return unit;
  }

  private static List<ClassEmbedding> learnBoth(Map<String, String> settings)
      throws InterruptedException {
    return learn(learn(List.of(), FIRST, settings), MIXED, settings);
  }

  private static List<ClassEmbedding> learn(
      List<ClassEmbedding> known, List<String> names, Map<String, String> settings)
      throws InterruptedException {
    AlignmentTask task = TinyTask.of(model, known, names, with(settings));
    return learner.align(task, AlignmentListener.NONE).classes();
  }

  private static Map<String, String> with(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(SHORT);
    all.putAll(settings);
    return all;
  }
}
