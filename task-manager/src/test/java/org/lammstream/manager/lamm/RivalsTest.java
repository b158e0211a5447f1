package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.store.ClassEmbedding;

/** Old classes that do not train, and how many of them take part in the loss. */
class RivalsTest extends WithTinyLearner {
  private static final List<String> FIRST =
      List.of("apple", "golden retriever", "hot_air balloon", "pear", "tractor", "plum");
  private static final List<String> SECOND = List.of("t-shirt", "maple tree");

  /** Of a learner with every kind of replay and old class. */
  private enum Kind {
    FROZEN(6),
    PROTOTYPES(4),
    GAUSSIAN(4);

    private final int constants;

    Kind(int constants) {
      this.constants = constants;
    }

    Map<String, String> settings() {
      return switch (this) {
        case FROZEN -> Map.of("old", "frozen", "head", "none");
        case PROTOTYPES -> Map.of("neighbours", "2", "head", "none", "replay", "prototypes");
        case GAUSSIAN -> // with numbers that do not follow from what the texts have become
            Map.of(
                "neighbours",
                "2",
                "head",
                "gaussian",
                "replay",
                "gaussian",
                "score.visual",
                "1",
                "score.margin",
                "0");
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROZEN", "PROTOTYPES", "GAUSSIAN"})
  void asManyRivalsAsConstantsGiveTheBitsOfAll(Kind kind) throws Exception {
    AlignmentResult all = learn(kind, "all");
    AlignmentResult same = learn(kind, Integer.toString(kind.constants));
    assertThat(same.classes()).isEqualTo(all.classes());
    assertThat(same.epochLosses()).isEqualTo(all.epochLosses());
    assertThat(same.visual()).isEqualTo(all.visual());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROZEN", "PROTOTYPES", "GAUSSIAN"})
  void withFewerRivalsTheOthersCountNothingAndKeepEveryBit(Kind kind) throws Exception {
    List<ClassEmbedding> first = first(kind).classes();
    AlignmentResult all = learn(kind, "all");
    AlignmentResult few = learn(kind, "1");
    assertThat(few.classes().subList(0, first.size()))
        .filteredOn(first::contains)
        .as("constants, in the loss or not")
        .hasSize(kind.constants);
    assertThat(few.epochLosses()).isNotEqualTo(all.epochLosses());
    assertThat(few.epochLosses().get(0)).isLessThan(all.epochLosses().get(0));
    assertThat(few.classes()).extracting(ClassEmbedding::name).hasSize(8).startsWith("apple");
    assertThat(few.visual()).isEqualTo(all.visual());
  }

  @Test
  void classesThatAreLeftOutHaveNoPartInWhatIsLearned() throws Exception {
    AlignmentResult before = first(Kind.GAUSSIAN);
    AlignmentTask task = second(Kind.GAUSSIAN, before, "1");
    List<Integer> taking =
        new Nearness(
                learner.zeroShot(SECOND, task.configuration()).stream()
                    .map(ClassEmbedding::textFeature)
                    .toList())
            .nearest(before.classes(), Set.of(), 3);
    List<ClassEmbedding> turned =
        before.classes().stream()
            .map(entry -> taking.contains(before.classes().indexOf(entry)) ? entry : turned(entry))
            .toList();
    List<ClassEmbedding> learned = learner.align(task, AlignmentListener.NONE).classes();
    AlignmentResult other =
        new AlignmentResult(turned, List.of(), before.visual(), Optional.empty());
    List<ClassEmbedding> again =
        learner.align(second(Kind.GAUSSIAN, other, "1"), AlignmentListener.NONE).classes();
    assertThat(again.subList(6, 8)).isEqualTo(learned.subList(6, 8));
    for (int i = 0; i < 6; i++) {
      assertThat(again.get(i)).isEqualTo(taking.contains(i) ? learned.get(i) : turned.get(i));
    }
  }

  /** With another text feature, as far as can be from what it was. */
  private static ClassEmbedding turned(ClassEmbedding entry) {
    float[] feature = entry.textFeature().clone();
    float[] own = entry.textFeature();
    for (int i = 0; i < feature.length; i++) {
      feature[i] = -own[i];
    }
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        feature,
        entry.zeroShotTextFeature(),
        entry.imagePrototype(),
        entry.imageWeight(),
        entry.images());
  }

  private static AlignmentResult learn(Kind kind, String rivals) throws InterruptedException {
    return learner.align(second(kind, first(kind), rivals), AlignmentListener.NONE);
  }

  private static AlignmentResult first(Kind kind) throws InterruptedException {
    return learner.align(
        TinyTask.of(model, List.of(), FIRST, settings(kind)), AlignmentListener.NONE);
  }

  private static AlignmentTask second(Kind kind, AlignmentResult first, String rivals) {
    Map<String, String> settings = settings(kind);
    settings.put("rivals", rivals);
    AlignmentTask plain = TinyTask.of(model, first.classes(), SECOND, settings);
    return new AlignmentTask(
        plain.known(),
        plain.classes(),
        plain.features(),
        plain.labels(),
        plain.configuration(),
        plain.seed(),
        Optional.of(first).flatMap(AlignmentResult::visual));
  }

  private static Map<String, String> settings(Kind kind) {
    Map<String, String> settings = new HashMap<>(Map.of("epochs", "3", "batch", "4"));
    settings.putAll(kind.settings());
    return settings;
  }
}
