package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lammstream.evaluation.head.FeatureMap;

class EvaluatorTest {

  private static final int DIMENSION = 6;

  private final Random random = new Random(3);
  private final List<TaskTest> tasks =
      List.of(task("first", 3, 40), task("second", 2, 25), task("third", 4, 30));

  @Test
  void everyCellIsMeasuredAmongTheClassesOfTasksUpToTheLaterOfRowAndColumn() {
    Evaluator evaluator = new Evaluator(tasks);

    for (int row = 0; row <= 3; row++) {
      ClassWeights known = learned(row);
      List<Cell> cells = evaluator.row(row, known);
      for (int column = 1; column <= 3; column++) {
        assertThat(cells.get(column - 1))
            .isEqualTo(
                new Cell(
                    row, column, plain(known, row, column), tasks.get(column - 1).labels().size()));
      }
    }
  }

  @Test
  void taskByTaskFillsTheSameMatrixAsRowByRow() {
    List<Cell> asTheyArrive = new ArrayList<>();
    List<Cell> rows = new ArrayList<>(new Evaluator(tasks).zeroShotRow());
    for (int count = 1; count <= 3; count++) {
      asTheyArrive.addAll(
          new Evaluator(tasks.subList(0, count)).lastTask(row -> Optional.of(learned(row))));
      rows.addAll(new Evaluator(tasks).row(count, learned(count)));
    }

    assertThat(asTheyArrive).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void aHeadScoresOnlyTasksThatWereLearned() {
    Evaluator evaluator = new Evaluator(tasks);
    for (int row = 1; row <= 3; row++) {
      ClassWeights known = withHead(learned(row));
      Classification served = new Classification(known);
      List<Cell> byText = evaluator.row(row, known.textAlone());

      List<Cell> cells = evaluator.row(row, known);

      for (int column = 1; column <= 3; column++) {
        TaskTest test = tasks.get(column - 1);
        int[] labels =
            test.labels().stream().mapToInt(label -> evaluator.classes().indexOf(label)).toArray();
        Cell expected =
            column > row
                ? byText.get(column - 1)
                : new Cell(
                    row,
                    column,
                    served.countCorrect(test.features(), labels, known.names().size()),
                    labels.length);
        assertThat(cells.get(column - 1)).isEqualTo(expected);
      }
      assertThat(evaluator.predict(row, known).cells()).isEqualTo(cells);
    }
    assertThat(evaluator.row(2, withHead(learned(2))).subList(0, 2))
        .isNotEqualTo(evaluator.row(2, learned(2)).subList(0, 2));
  }

  @Test
  void ofEarlierRowsTheTextFeaturesAreEnoughForTheLastTask() {
    List<Cell> whole = new Evaluator(tasks).lastTask(row -> Optional.of(withHead(learned(row))));

    List<Cell> text =
        new Evaluator(tasks)
            .lastTask(row -> Optional.of(row == 3 ? withHead(learned(3)) : learned(row)));

    assertThat(text).isEqualTo(whole);
  }

  @Test
  void someOfTheClassesAreScoredAsAmongAll() {
    float[] images = tasks.get(0).features();
    int[] chosen = {4, 0, 2};
    for (ClassWeights all : List.of(learned(2), withHead(learned(2)))) {
      ClassWeights some = all.select(chosen);

      float[] scores = new Classification(all).scores(images, 1);
      float[] text = new Classification(all.textAlone()).scores(images, 1);
      for (int c = 0; c < chosen.length; c++) {
        assertThat(some.names().get(c)).isEqualTo(all.names().get(chosen[c]));
        assertThat(new Classification(some).scores(images, 1)[c]).isEqualTo(scores[chosen[c]]);
        assertThat(new Classification(some.textAlone()).scores(images, 1)[c])
            .isEqualTo(text[chosen[c]]);
      }
      assertThat(some.isTextAlone()).isEqualTo(all.isTextAlone());
    }
    assertThat(learned(2).textAlone().isTextAlone()).isTrue();
    assertThat(withHead(learned(2)).isTextAlone()).isFalse();
  }

  @Test
  void textFeaturesOfAnotherShapeAreRefused() {
    assertThatThrownBy(
            () ->
                new ClassWeights(
                    List.of("cat"), new float[2], new float[1], ImageSpace.plain(2), new float[4]))
        .hasMessage("4 numbers of text features for 1 classes of dimension 2");
  }

  @Test
  void rowsWhoseFeaturesAreGoneStayWithoutTheNewColumn() {
    List<Cell> all = new Evaluator(tasks).lastTask(row -> Optional.of(learned(row)));

    List<Cell> some =
        new Evaluator(tasks)
            .lastTask(row -> row == 1 ? Optional.empty() : Optional.of(learned(row)));

    assertThat(all).anyMatch(cell -> cell.row() == 1);
    assertThat(some).containsExactlyElementsOf(all.stream().filter(c -> c.row() != 1).toList());
  }

  @Test
  void aVersionThatSeesImagesInItsOwnWayIsMeasuredAsIfTheTestsHadTheseFeatures() {
    Evaluator evaluator = new Evaluator(tasks);
    List<TaskTest> other = tasks.stream().map(task -> withImages(task, 77)).toList();
    for (int row = 1; row <= 3; row++) {
      for (ClassWeights known : List.of(learned(row), withHead(learned(row)))) {
        Evaluator plain = new Evaluator(other.subList(0, row));
        Evaluator view =
            evaluator.seenBy(other.subList(0, row).stream().map(TaskTest::features).toList());

        assertThat(view.row(row, known)).isEqualTo(plain.row(row, known)).hasSize(row);
        RowPredictions predicted = view.predict(row, known);
        assertThat(predicted.cells()).isEqualTo(plain.row(row, known));
        assertThat(predicted.predicted()).isDeepEqualTo(plain.predict(row, known).predicted());
        assertThat(predicted.images()).isEqualTo(plain.predict(row, known).images());
        assertThat(view.row(row, known)).isNotEqualTo(evaluator.row(row, known).subList(0, row));
        assertThat(view.zeroShotRow()).isEqualTo(evaluator.zeroShotRow());
        assertThat(view.zeroShot()).isEqualTo(evaluator.zeroShot());
        assertThat(view.zeroShotLastAccuracy()).isEqualTo(evaluator.zeroShotLastAccuracy());
      }
    }
  }

  @Test
  void imagesOfTasksToComeAreScoredByTextAloneIfAVersionSeesThem() {
    List<TaskTest> other = tasks.stream().map(task -> withImages(task, 78)).toList();
    Evaluator view = new Evaluator(tasks).seenBy(other.stream().map(TaskTest::features).toList());

    assertThat(view.row(1, withHead(learned(1))))
        .isEqualTo(new Evaluator(other).row(1, withHead(learned(1))));
  }

  @Test
  void imagesThatDoNotBelongToTheTestsAreRefused() {
    Evaluator evaluator = new Evaluator(tasks);
    List<float[]> images = tasks.stream().map(TaskTest::features).toList();
    assertThatThrownBy(() -> new Evaluator(tasks.subList(0, 2)).seenBy(images))
        .hasMessage("images of 3 tasks are seen, there are 2");
    assertThatThrownBy(() -> evaluator.seenBy(images.subList(1, 3)))
        .hasMessage("task 'first' has 240 numbers of image features, 150 are seen");
    assertThatThrownBy(() -> evaluator.seenBy(images.subList(0, 1)).row(2, learned(2)))
        .hasMessage("the version after 2 tasks sees images of 1");
  }

  private static TaskTest withImages(TaskTest task, int seed) {
    float[] images = gaussian(new Random(seed), task.features().length);
    return new TaskTest(
        task.task(), task.classes(), task.zeroShotFeatures(), task.labels(), images, DIMENSION);
  }

  @Test
  void theBaselineChoosesAmongAllClassesSoFar() {
    ZeroShot zeroShot = new Evaluator(tasks).zeroShot();

    ClassWeights untouched = new ClassWeights(List.of(), new float[0], DIMENSION);
    double first = plain(untouched, 3, 1) / 40.0;
    double second = plain(untouched, 3, 2) / 25.0;
    double third = plain(untouched, 3, 3) / 30.0;
    assertThat(zeroShot.curve()).hasSize(3);
    assertThat(zeroShot.curve().get(0)).isEqualTo(plain(untouched, 1, 1) / 40.0);
    assertThat(zeroShot.lastAccuracy()).isEqualTo((first + second + third) / 3);
    assertThat(zeroShot.lastAccuracy()).isEqualTo(zeroShot.curve().get(2));
    assertThat(zeroShot.lastAccuracyMicro())
        .isEqualTo((first * 40 + second * 25 + third * 30) / 95);
  }

  @Test
  void aTaskWithoutTestExamplesIsNoError() {
    List<TaskTest> some = List.of(tasks.get(0), task("untested", 2, 0));
    Evaluator evaluator = new Evaluator(some);

    assertThat(evaluator.zeroShotRow().get(1)).isEqualTo(new Cell(0, 2, 0, 0));
    assertThat(evaluator.zeroShot().curve()).hasSize(2).doesNotContain(Double.NaN);
  }

  @Test
  void aVersionOfOtherClassesIsRefused() {
    Evaluator evaluator = new Evaluator(tasks);

    assertThatThrownBy(() -> evaluator.row(2, learned(1)))
        .hasMessage("the version after 2 tasks knows 3 classes that are not the 5 of these tasks");
    TaskTest twice =
        new TaskTest("twice", List.of("a", "a"), new float[2], List.of(), new float[0], 1);
    assertThatThrownBy(() -> new Evaluator(List.of(twice)))
        .hasMessage("task 'twice' has a class twice: [a, a]");
  }

  @Test
  void aLabelOutsideTheTaskIsRefused() {
    assertThatThrownBy(
            () -> new TaskTest("t", List.of("cat"), new float[1], List.of("dog"), new float[1], 1))
        .hasMessage("task 't' has a test example of 'dog', which is none of its classes");
  }

  /** Correct predictions of one cell, by the definition. */
  private int plain(ClassWeights known, int row, int column) {
    List<String> names = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    for (TaskTest task : tasks.subList(0, Math.max(row, column))) {
      for (int c = 0; c < task.classes().size(); c++) {
        int at = known.names().indexOf(task.classes().get(c));
        names.add(task.classes().get(c));
        features.add(at >= 0 ? slice(known.values(), at) : slice(task.zeroShotFeatures(), c));
      }
    }
    TaskTest test = tasks.get(column - 1);
    int correct = 0;
    for (int n = 0; n < test.labels().size(); n++) {
      float[] image = slice(test.features(), n);
      int best =
          IntStream.range(0, names.size())
              .reduce((a, b) -> dot(image, features.get(b)) > dot(image, features.get(a)) ? b : a)
              .orElseThrow();
      correct += names.get(best).equals(test.labels().get(n)) ? 1 : 0;
    }
    return correct;
  }

  private ClassWeights learned(int row) {
    List<String> names = tasks.subList(0, row).stream().flatMap(t -> t.classes().stream()).toList();
    return new ClassWeights(
        names, gaussian(new Random(100 + row), names.size() * DIMENSION), DIMENSION);
  }

  /** With weights for expanded features too, and biases that no unlearned class could stand. */
  private static ClassWeights withHead(ClassWeights text) {
    Random random = new Random(9);
    ImageSpace space =
        new ImageSpace(DIMENSION, Optional.of(new FeatureMap.Expansion(DIMENSION, 5, 1)));
    int classes = text.names().size();
    float[] biases = gaussian(random, classes);
    for (int c = 0; c < classes; c++) {
      biases[c] += 30;
    }
    float[] weights = gaussian(random, classes * space.width());
    return new ClassWeights(text.names(), weights, biases, space, text.text());
  }

  private TaskTest task(String name, int classes, int examples) {
    List<String> names = IntStream.range(0, classes).mapToObj(c -> name + "-" + c).toList();
    List<String> labels =
        IntStream.range(0, examples).mapToObj(n -> names.get(random.nextInt(classes))).toList();
    return new TaskTest(
        name,
        names,
        gaussian(random, classes * DIMENSION),
        labels,
        gaussian(random, examples * DIMENSION),
        DIMENSION);
  }

  private static float[] slice(float[] values, int row) {
    return java.util.Arrays.copyOfRange(values, row * DIMENSION, (row + 1) * DIMENSION);
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
