package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.TestSet;

class StoredEvaluationTest {

  private static final List<ClassEmbedding> CLASSES =
      List.of(entry("cat", 1, 0, 0, 1), entry("dog", 0, 1, 1, 0));
  private static final List<TestSet> TESTS =
      List.of(
          new TestSet("pets", List.of("cat"), List.of("cat", "cat"), new float[] {1, 0, 0, 1}, 2),
          new TestSet("more", List.of("dog"), List.of("dog"), new float[] {0, 1}, 2));

  @Test
  void learnedFeaturesComeFromTheTextFeatureAndTheBaselineFromTheZeroShotFeature() {
    Evaluator evaluator = StoredEvaluation.evaluator(TESTS, CLASSES);

    assertThat(evaluator.row(2, VersionWeights.of(CLASSES, Optional.empty(), 2)))
        .containsExactly(new Cell(2, 1, 1, 2), new Cell(2, 2, 1, 1));
    assertThat(evaluator.zeroShot().curve()).containsExactly(1.0, 0.25);
    assertThat(evaluator.tasks()).containsExactly("pets", "more");
  }

  @Test
  void aTestSetOfAnUnknownClassIsRefused() {
    assertThatThrownBy(() -> StoredEvaluation.evaluator(TESTS, CLASSES.subList(0, 1)))
        .hasMessage("class 'dog' of task 'more' is not in the version");
  }

  @Test
  void featuresOfAnotherCheckpointAreRefused() {
    assertThatThrownBy(() -> VersionWeights.of(CLASSES, Optional.empty(), 3))
        .hasMessage("a text feature of dimension 2 among image features of dimension 3");
  }

  private static ClassEmbedding entry(String name, float x, float y, float zeroX, float zeroY) {
    return new ClassEmbedding(
        name,
        1,
        1,
        new float[] {0},
        new int[0],
        new float[] {0},
        new float[] {x, y},
        new float[] {zeroX, zeroY},
        new float[0]);
  }
}
