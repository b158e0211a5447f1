package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Measures cells of the accuracy matrix of a sequence of tasks, with the label spaces and the two
 * kinds of scores that {@link AccuracyMatrix} describes: up to the row a version's classes compete
 * as they are served, beyond it all classes compete by their text features alone.
 *
 * <p>Immutable and thread-safe; deterministic. The tasks' arrays are kept, not copied.
 */
public final class Evaluator {

  private final List<TaskTest> tasks;
  private final List<String> classes;
  private final float[] zeroShot;
  private final int dimension;

  /** {@code labelSpaces[t]}: number of classes of tasks {@code 1..t}. */
  private final int[] labelSpaces;

  /** {@code taskClasses[t - 1]}: class indexes of task {@code t}'s classes. */
  private final int[][] taskClasses;

  /** {@code labels[t - 1]}: class indexes of task {@code t}'s test examples. */
  private final int[][] labels;

  /** Image features of the tasks that a learner's rows are measured on, the first ones. */
  private final List<float[]> images;

  /**
   * An evaluator for these tasks.
   *
   * @param tasks in order of arrival, at least one
   * @throws IllegalArgumentException when a task has a class twice or another dimension
   */
  public Evaluator(List<TaskTest> tasks) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("evaluation needs at least one task");
    }
    this.tasks = List.copyOf(tasks);
    this.classes = new ArrayList<>();
    this.images = tasks.stream().map(TaskTest::features).toList();
    this.dimension = tasks.get(0).dimension();
    this.labelSpaces = new int[tasks.size() + 1];
    this.labels = new int[tasks.size()][];
    this.taskClasses = new int[tasks.size()][];
    Map<String, Integer> index = new HashMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      TaskTest task = tasks.get(t);
      if (task.dimension() != dimension) {
        throw new IllegalArgumentException(
            "task '%s' has features of dimension %d, others %d"
                .formatted(task.task(), task.dimension(), dimension));
      }
      if (new HashSet<>(task.classes()).size() != task.classes().size()) {
        throw new IllegalArgumentException(
            "task '%s' has a class twice: %s".formatted(task.task(), task.classes()));
      }
      for (String name : task.classes()) {
        if (index.putIfAbsent(name, classes.size()) == null) {
          classes.add(name);
        }
      }
      taskClasses[t] =
          task.classes().stream().mapToInt(name -> index.getOrDefault(name, -1)).toArray();
      labels[t] = task.labels().stream().mapToInt(name -> index.getOrDefault(name, -1)).toArray();
      labelSpaces[t + 1] = classes.size();
    }
    this.zeroShot = new float[classes.size() * dimension];
    for (int t = 0; t < tasks.size(); t++) {
      float[] features = tasks.get(t).zeroShotFeatures();
      for (int c = 0; c < taskClasses[t].length; c++) {
        System.arraycopy(
            features, c * dimension, zeroShot, taskClasses[t][c] * dimension, dimension);
      }
    }
  }

  private Evaluator(Evaluator of, List<float[]> images) {
    this.tasks = of.tasks;
    this.classes = of.classes;
    this.zeroShot = of.zeroShot;
    this.dimension = of.dimension;
    this.labelSpaces = of.labelSpaces;
    this.taskClasses = of.taskClasses;
    this.labels = of.labels;
    this.images = images;
  }

  /**
   * The same for a version that sees test images in its own way. Its row has no cells of tasks
   * beyond those that it can see. The zero-shot row and all other numbers of the untouched
   * checkpoint stay what they are.
   *
   * @param seen image features of the first tasks, at least as many as the version has learned;
   *     neither copied nor protected
   * @throws IllegalArgumentException for more tasks than there are, or another number of features
   *     than a task has
   */
  public Evaluator seenBy(List<float[]> seen) {
    if (seen.size() > size()) {
      throw new IllegalArgumentException(
          "images of %d tasks are seen, there are %d".formatted(seen.size(), size()));
    }
    for (int t = 0; t < seen.size(); t++) {
      if (seen.get(t).length != tasks.get(t).features().length) {
        throw new IllegalArgumentException(
            "task '%s' has %d numbers of image features, %d are seen"
                .formatted(
                    tasks.get(t).task(), tasks.get(t).features().length, seen.get(t).length));
      }
    }
    return new Evaluator(this, List.copyOf(seen));
  }

  /** Number of tasks. */
  public int size() {
    return tasks.size();
  }

  /** Task names in order of arrival. */
  public List<String> tasks() {
    return tasks.stream().map(TaskTest::task).toList();
  }

  /** Names of all classes, in order of appearance; everything here counts them from 0. */
  public List<String> classes() {
    return Collections.unmodifiableList(classes);
  }

  /** The classes a task is about, new ones and ones that had come before; a copy. */
  public int[] taskClasses(int task) {
    return taskClasses[task - 1].clone();
  }

  /** How many classes the tasks {@code 1..count} have: the label space after them. */
  public int labelSpace(int count) {
    return labelSpaces[count];
  }

  /** Width of a feature. */
  public int dimension() {
    return dimension;
  }

  /** The tasks with their test examples as the untouched checkpoint sees them, in order. */
  public List<TaskTest> tests() {
    return tasks;
  }

  /** The classes of a task's test examples; a copy. */
  public int[] labels(int column) {
    return labels[column - 1].clone();
  }

  /**
   * One row with its predictions for the tasks seen so far. Tasks are worked on in parallel.
   *
   * @param row 0 (zero-shot, {@code known} is empty) to {@link #size()}
   * @param known weights of the classes of tasks {@code 1..row}, in order of appearance
   * @throws IllegalArgumentException when {@code known} are not the classes of these tasks
   */
  public RowPredictions predict(int row, ClassWeights known) {
    int measured = columns(row);
    Scorers scorers = scorers(row, known, 1, measured);
    int[][] predicted = new int[row][];
    Cell[] cells = new Cell[measured];
    IntStream.rangeClosed(1, measured)
        .parallel()
        .forEach(
            column -> {
              if (column <= row) {
                int[] guesses =
                    scorers.at(row, column).predict(images.get(column - 1), labelSpaces[row]);
                predicted[column - 1] = guesses;
                cells[column - 1] = cell(row, column, equal(guesses, labels[column - 1]));
              } else {
                cells[column - 1] = cell(scorers, row, column);
              }
            });
    return new RowPredictions(row, List.of(cells), predicted, images.subList(0, row));
  }

  /** Up to which task a row can be measured. */
  private int columns(int row) {
    return row == 0 ? size() : images.size();
  }

  private static int equal(int[] a, int[] b) {
    return (int) IntStream.range(0, a.length).filter(i -> a[i] == b[i]).count();
  }

  /**
   * One row: the learner after {@code row} tasks on the test examples of all tasks, seen or not,
   * but for tasks whose images a version cannot see.
   *
   * @param row 0 (zero-shot, {@code known} is empty) to {@link #size()}
   * @param known weights of the classes of tasks {@code 1..row}, in order of appearance
   * @throws IllegalArgumentException when {@code known} are not the classes of these tasks
   */
  public List<Cell> row(int row, ClassWeights known) {
    return cells(row, known, 1, columns(row));
  }

  /** Row 0: zero-shot. */
  public List<Cell> zeroShotRow() {
    return row(0, new ClassWeights(List.of(), new float[0], dimension));
  }

  /**
   * The cells that become measurable when the last task arrives: its own row up to itself, and its
   * column for all earlier rows. Called after every task, this fills the whole matrix while each
   * cell is measured once.
   *
   * @param versions weights after {@code row} tasks, asked for rows 1 to {@link #size()}; rows
   *     whose weights nobody has any more stay without this column, and so must those that see
   *     images in another way than this evaluator. Of rows before the last only the text features
   *     count, so {@link ClassWeights#textAlone} will do
   */
  public List<Cell> lastTask(IntFunction<Optional<ClassWeights>> versions) {
    int last = size();
    List<Cell> cells = new ArrayList<>();
    cells.addAll(cells(0, new ClassWeights(List.of(), new float[0], dimension), last, last));
    for (int row = 1; row <= last; row++) {
      Optional<ClassWeights> known = versions.apply(row);
      if (known.isPresent()) {
        cells.addAll(cells(row, known.get(), row == last ? 1 : last, last));
      }
    }
    return cells;
  }

  /**
   * The zero-shot classifier in the growing label space: what a user has who learns nothing.
   *
   * @return rows 1 to {@link #size()}, columns up to the row; not the matrix's row 0, in which each
   *     task meets only the classes up to its own
   */
  public ZeroShot zeroShot() {
    Classification classification = new Classification(zeroShot, dimension);
    List<Cell> cells = new ArrayList<>();
    for (int column = 1; column <= size(); column++) {
      int[] spaces = Arrays.copyOfRange(labelSpaces, column, labelSpaces.length);
      int[] correct =
          classification.countCorrect(tasks.get(column - 1).features(), labels[column - 1], spaces);
      for (int s = 0; s < spaces.length; s++) {
        cells.add(new Cell(column + s, column, correct[s], labels[column - 1].length));
      }
    }
    return ZeroShot.of(AccuracyMatrix.of(tasks(), cells));
  }

  /**
   * The last entry of the curve of {@link #zeroShot()}, measured alone: the untouched checkpoint
   * among all classes, mean over the tasks that have test examples.
   *
   * @return a fraction; NaN where no task has test examples
   */
  public double zeroShotLastAccuracy() {
    Classification classification = new Classification(zeroShot, dimension);
    int space = labelSpaces[size()];
    return IntStream.range(0, size())
        .filter(task -> labels[task].length > 0)
        .mapToDouble(
            task ->
                (double)
                        classification.countCorrect(tasks.get(task).features(), labels[task], space)
                    / labels[task].length)
        .average()
        .orElse(Double.NaN);
  }

  private List<Cell> cells(int row, ClassWeights known, int firstColumn, int lastColumn) {
    Scorers scorers = scorers(row, known, firstColumn, lastColumn);
    return IntStream.rangeClosed(firstColumn, lastColumn)
        .mapToObj(column -> cell(scorers, row, column))
        .toList();
  }

  private Cell cell(Scorers scorers, int row, int column) {
    int space = labelSpaces[Math.max(row, column)];
    float[] features = row == 0 ? tasks.get(column - 1).features() : images.get(column - 1);
    int correct = scorers.at(row, column).countCorrect(features, labels[column - 1], space);
    return cell(row, column, correct);
  }

  private Cell cell(int row, int column, int correct) {
    return new Cell(row, column, correct, labels[column - 1].length);
  }

  /**
   * Who scores the images of a row: one for columns up to the row, among its version's classes, and
   * one for those beyond it, among all classes, the version's by text alone and others zero-shot.
   */
  private record Scorers(Classification learned, Classification unlearned) {
    Classification at(int row, int column) {
      return column <= row ? learned : unlearned;
    }
  }

  /** Makes no more than these columns need; versions that score by text alone need only one. */
  private Scorers scorers(int row, ClassWeights known, int firstColumn, int lastColumn) {
    check(row, known);
    if (lastColumn <= row) {
      Classification learned = new Classification(known);
      return new Scorers(learned, learned);
    }
    float[] text = zeroShot.clone();
    System.arraycopy(known.text(), 0, text, 0, known.text().length);
    Classification unlearned = new Classification(text, dimension);
    return known.isTextAlone() || firstColumn > row
        ? new Scorers(unlearned, unlearned)
        : new Scorers(new Classification(known), unlearned);
  }

  private void check(int row, ClassWeights known) {
    if (row < 0 || row > size()) {
      throw new IndexOutOfBoundsException("no row %d for %d tasks".formatted(row, size()));
    }
    if (row > images.size()) {
      throw new IllegalArgumentException(
          "the version after %d tasks sees images of %d".formatted(row, images.size()));
    }
    if (known.dimension() != dimension
        || !known.names().equals(classes.subList(0, labelSpaces[row]))) {
      throw new IllegalArgumentException(
          "the version after %d tasks knows %d classes that are not the %d of these tasks"
              .formatted(row, known.names().size(), labelSpaces[row]));
    }
  }
}
