package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Schemas;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.evaluation.stored.VersionDiff.ClassChange;
import org.lammstream.evaluation.stored.VersionDiff.ClassDrift;
import org.lammstream.evaluation.stored.VersionDiff.Move;
import org.lammstream.evaluation.stored.VersionDiff.TaskChange;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PruneRule;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.TestSet;
import org.lammstream.store.UnknownVersionException;
import org.lammstream.store.Version;

class VersionDiffTest {

  private static final String LEARNER = "made-up";

  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  VersionDiffTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(5);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void classesThatCameAreNamedAndOfTheOthersTheDriftIsMeasured() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 2, 4);

    assertThat(diff.added())
        .containsExactly(
            "class-3-0", "class-3-1", "class-3-2", "class-4-0", "class-4-1", "class-4-2");
    assertThat(diff.removed()).isEmpty();
    Version before = store.version(LEARNER, 2);
    Version after = store.version(LEARNER, 4);
    assertThat(diff.drift()).extracting(ClassDrift::name).hasSize(6).startsWith("class-1-0");
    for (int c = 0; c < 6; c++) {
      ClassEmbedding first = before.classes().get(c);
      ClassEmbedding second = after.classes().get(c);
      ClassDrift drift = diff.drift().get(c);
      assertThat(drift.labelEmbedding()).isCloseTo(distance(first, second), within(1e-9));
      assertThat(drift.textFeature()).isCloseTo(1 - cosine(first, second), within(1e-9));
      assertThat(drift.textFeature() == 0).isEqualTo(first.equals(second));
      assertThat(drift.labelEmbedding() == 0).isEqualTo(first.equals(second));
    }
    assertThat(diff.drift()).anyMatch(drift -> drift.textFeature() > 0.001);
    assertThat(diff.before().sha256()).isEqualTo(before.embeddingsSha256());
    assertThat(diff.after().task()).isEqualTo("task-4");
  }

  @Test
  void predictionsAreThoseOfEachVersionAmongItsOwnClasses() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 2, 5);

    Version before = store.version(LEARNER, 2);
    Version after = store.version(LEARNER, 5);
    List<ClassChange> classes = new ArrayList<>();
    Map<String, int[]> moves = new TreeMap<>();
    for (TestSet tests : store.testSets(LEARNER, 2)) {
      for (String name : tests.classes()) {
        int[] counts = new int[4];
        for (int n = 0; n < tests.labels().size(); n++) {
          if (tests.labels().get(n).equals(name)) {
            String first = Naive.predict(Naive.image(tests, n), before);
            String second = Naive.predict(Naive.image(tests, n), after);
            counts[0]++;
            counts[1] += first.equals(second) ? 0 : 1;
            counts[2] += first.equals(name) ? 1 : 0;
            counts[3] += second.equals(name) ? 1 : 0;
            if (!first.equals(second)) {
              int[] move = moves.computeIfAbsent(first + " > " + second, key -> new int[3]);
              move[0]++;
              move[1] += first.equals(name) ? 1 : 0;
              move[2] += second.equals(name) ? 1 : 0;
            }
          }
        }
        classes.add(new ClassChange(name, counts[0], counts[1], counts[2], counts[3]));
      }
    }
    assertThat(diff.predictions()).isEqualTo(classes);
    assertThat(diff.examples()).isEqualTo(6 * Shape.SMALL.tests());
    assertThat(diff.changed()).isEqualTo(diff.moves().stream().mapToInt(Move::count).sum());
    assertThat(diff.changed()).isGreaterThan(10);
    assertThat(diff.moves()).hasSameSizeAs(moves.keySet());
    for (Move move : diff.moves()) {
      assertThat(moves.get(move.from() + " > " + move.to()))
          .containsExactly(move.count(), move.lost(), move.gained());
    }
    assertThat(diff.moves()).extracting(Move::count).isSortedAccordingTo((a, b) -> b - a);
  }

  @Test
  void taskAccuraciesAreThoseThatWereReported() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 2, 5);

    assertThat(diff.tasks()).hasSize(5);
    for (TaskChange task : diff.tasks()) {
      boolean known = task.task().compareTo("task-2") <= 0;
      assertThat(task.correctBefore())
          .isEqualTo(known ? OptionalInt.of(reported(2, task.task())) : OptionalInt.empty());
      assertThat(task.correctAfter()).hasValue(reported(5, task.task()));
    }
    TaskChange first = diff.tasks().get(0);
    assertThat(first.change())
        .isEqualTo((reported(5, "task-1") - reported(2, "task-1")) / 36.0, within(1e-12));
    assertThat(diff.tasks().get(4).change()).isNaN();
  }

  private int reported(int row, String task) {
    return store.scores(LEARNER, 5).stream()
        .filter(score -> score.row() == row && score.task().equals(task))
        .findFirst()
        .orElseThrow()
        .correct();
  }

  @Test
  void branchesAreComparedOnWhatTheyShare() {
    int branch = learner.learn(2, "another way", 10);

    VersionDiff diff = VersionDiff.of(store, LEARNER, 3, branch);

    assertThat(diff.added()).containsExactly("class-6-0", "class-6-1", "class-6-2");
    assertThat(diff.removed()).containsExactly("class-3-0", "class-3-1", "class-3-2");
    assertThat(diff.drift()).hasSize(6);
    assertThat(diff.examples()).isEqualTo(6 * Shape.SMALL.tests());
    assertThat(diff.tasks())
        .extracting(TaskChange::task)
        .containsExactly("task-1", "task-2", "task-3", "another way");
    assertThat(diff.tasks().get(2).correctAfter()).isEmpty();
    assertThat(diff.tasks().get(3).correctBefore()).isEmpty();
    assertThat(diff.tasks().get(3).correctAfter()).isPresent();
  }

  @Test
  void aVersionDoesNotDifferFromItself() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 3, 3);

    assertThat(diff.changed()).isZero();
    assertThat(diff.moves()).isEmpty();
    assertThat(diff.drift()).allMatch(d -> d.labelEmbedding() == 0 && d.textFeature() == 0);
    assertThat(VersionDiffTable.render(diff, 5))
        .contains("classes added: none", "drift: none of the 9 common classes moved")
        .contains("predictions: 0 of 108 test examples of the common classes changed");
  }

  @Test
  void theTextShowsTheLargestChangesFirstAndSaysWhatItLeavesOut() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 2, 5);

    String text = VersionDiffTable.render(diff, 2);

    ClassDrift most =
        diff.drift().stream()
            .reduce((a, b) -> a.textFeature() >= b.textFeature() ? a : b)
            .orElseThrow();
    assertThat(text)
        .contains("before: version 2, task 'task-2', 6 classes, sha256 ")
        .contains("classes added (9): class-3-0, ")
        .contains("(2 of 5 tasks)")
        .containsPattern("label embedding \\(L2\\)  text feature \\(1 - cos\\)\n" + most.name())
        .containsPattern("gained\n" + diff.moves().get(0).from() + " +" + diff.moves().get(0).to());
  }

  @Test
  void aNameCannotSteerTheTerminal() {
    int number = learner.learn(5, "\u001b[2Jboo\n", 2);

    assertThat(VersionDiffTable.render(VersionDiff.of(store, LEARNER, 5, number), 50))
        .doesNotContain("\u001b")
        .contains("?[2Jboo?");
  }

  @Test
  void theJsonKeepsItsSchemaWithAndWithoutNumbers(@TempDir Path folder) throws Exception {
    int untested = learner.learn(5, "untested", 0);
    Path file = folder.resolve("diff.json");
    VersionDiff diff = VersionDiff.of(store, LEARNER, 2, untested);

    diff.writeJson(file);

    assertThat(Files.readString(file)).isEqualTo(diff.toJson());
    assertThat(Schemas.problems(VersionDiff.SCHEMA, diff.toJson())).isEmpty();
    assertThat(diff.toJson()).contains("\"correctBefore\" : null").doesNotContain("NaN");
    assertThat(Schemas.problems(VersionDiff.SCHEMA, diff.toJson().replace("\"moves\"", "\"mvs\"")))
        .isNotEmpty();
  }

  @Test
  void aVersionThatIsNotThereOrWasPrunedIsNamed() {
    assertThatThrownBy(() -> VersionDiff.of(store, LEARNER, 1, 9))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("has no version 9");
    store.prune(
        LEARNER, new PruneRule(Optional.empty(), OptionalInt.of(2), OptionalInt.empty()), false);
    assertThatThrownBy(() -> VersionDiff.of(store, LEARNER, 1, 5))
        .isInstanceOf(PrunedVersionException.class)
        .hasMessageContaining("version 1");
    assertThat(VersionDiff.of(store, LEARNER, 4, 5).examples()).isEqualTo(144);
  }

  private static double distance(ClassEmbedding a, ClassEmbedding b) {
    double sum = 0;
    for (int i = 0; i < a.labelEmbedding().length; i++) {
      sum += Math.pow((double) a.labelEmbedding()[i] - b.labelEmbedding()[i], 2);
    }
    return Math.sqrt(sum);
  }

  private static double cosine(ClassEmbedding a, ClassEmbedding b) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.textFeature().length; i++) {
      dot += (double) a.textFeature()[i] * b.textFeature()[i];
      first += Math.pow(a.textFeature()[i], 2);
      second += Math.pow(b.textFeature()[i], 2);
    }
    return dot / Math.sqrt(first * second);
  }
}
