package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.evaluation.analysis.LostPoints.ClassLoss;
import org.lammstream.evaluation.analysis.LostPoints.Split;
import org.lammstream.evaluation.analysis.LostPoints.Taker;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;

/**
 * Collects {@link LostPoints}. Of earlier rows only this is kept: which examples were right in a
 * task's reference row, the text features of the task's own classes in it, and how it saw the
 * task's images.
 */
final class LostPointsCounter {

  private final Evaluator evaluator;
  private final ClassIndex classes;
  private final int[][] labels;
  private final List<Reference> references = new ArrayList<>();

  /** A task in its reference row. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Reference(int row, BitSet right, Classification ownFeatures, float[] images) {
    /** With how much an example's own class scored then. */
    float ownScore(int example, int at) {
      return ownFeatures.scores(images, example)[at];
    }
  }

  LostPointsCounter(Evaluator evaluator, ClassIndex classes, int[][] labels) {
    this.evaluator = evaluator;
    this.classes = classes;
    this.labels = labels;
  }

  void add(RowPredictions row, ClassWeights known) {
    for (int task = references.size() + 1; task <= row.row(); task++) {
      int[] wanted = labels[task - 1];
      int[] predicted = row.predicted()[task - 1];
      BitSet right = new BitSet(wanted.length);
      IntStream.range(0, wanted.length).filter(n -> wanted[n] == predicted[n]).forEach(right::set);
      ClassWeights own = known.select(evaluator.taskClasses(task));
      references.add(
          new Reference(row.row(), right, new Classification(own), row.images().get(task - 1)));
    }
  }

  /** The result with this row, which must have been added, as the last. */
  LostPoints result(RowPredictions last, ClassWeights known) {
    Classification now = new Classification(known);
    Split[] ofClass = filled();
    Split[] taken = filled();
    PairTally pairs = new PairTally();
    List<TaskLoss> tasks = new ArrayList<>();
    Split total = Split.NONE;
    for (int task = 1; task <= references.size(); task++) {
      Reference then = references.get(task - 1);
      int[] wanted = labels[task - 1];
      int[] predicted = last.predicted()[task - 1];
      Split points = Split.NONE;
      int correctNow = 0;
      for (int n = 0; n < wanted.length; n++) {
        int own = wanted[n];
        boolean right = predicted[n] == own;
        correctNow += right ? 1 : 0;
        if (right && !then.right().get(n)) {
          points = points.plusGained();
          ofClass[own] = ofClass[own].plusGained();
        } else if (!right && then.right().get(n)) {
          Cause cause = cause(task, n, now, last.images().get(task - 1));
          points = points.plus(cause);
          ofClass[own] = ofClass[own].plus(cause);
          taken[predicted[n]] = taken[predicted[n]].plus(cause);
          pairs.add(own, predicted[n]);
        }
      }
      tasks.add(
          new TaskLoss(
              evaluator.tasks().get(task - 1),
              then.row(),
              wanted.length,
              then.right().cardinality(),
              correctNow,
              points));
      total = total.plus(points);
    }
    return new LostPoints(
        last.row(),
        total,
        tasks,
        classLosses(ofClass),
        takers(taken),
        pairs.largest(Integer.MAX_VALUE, classes));
  }

  private Cause cause(int task, int example, Classification now, float[] images) {
    int own = labels[task - 1][example];
    Reference then = references.get(task - 1);
    int space = evaluator.labelSpace(then.row());
    float[] scores = now.scores(images, example);
    if (first(scores, space) == own) {
      return Cause.NEW_CLASS;
    }
    int[] ofTask = evaluator.taskClasses(task);
    int at = IntStream.range(0, ofTask.length).filter(c -> ofTask[c] == own).findFirst().orElse(0);
    scores[own] = then.ownScore(example, at);
    return first(scores, space) == own ? Cause.OWN_FEATURE : Cause.OTHER_FEATURE;
  }

  /** The largest score's index, the lowest of equal ones, as {@link Classification} decides. */
  private static int first(float[] scores, int space) {
    int best = 0;
    for (int c = 1; c < space; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  private Split[] filled() {
    Split[] splits = new Split[classes.size()];
    Arrays.fill(splits, Split.NONE);
    return splits;
  }

  private List<ClassLoss> classLosses(Split[] points) {
    int[] examples = new int[classes.size()];
    for (int task = 1; task <= references.size(); task++) {
      Arrays.stream(labels[task - 1]).forEach(label -> examples[label]++);
    }
    return IntStream.range(0, classes.size())
        .filter(c -> examples[c] > 0)
        .mapToObj(c -> new ClassLoss(classes.name(c), classes.taskName(c), examples[c], points[c]))
        .toList();
  }

  private List<Taker> takers(Split[] taken) {
    return IntStream.range(0, classes.size())
        .filter(c -> taken[c].lost() > 0)
        .mapToObj(c -> new Taker(classes.name(c), classes.taskName(c), taken[c]))
        .sorted(Comparator.comparingInt((Taker taker) -> taker.points().lost()).reversed())
        .toList();
  }
}
