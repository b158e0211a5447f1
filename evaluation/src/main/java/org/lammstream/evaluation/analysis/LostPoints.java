package org.lammstream.evaluation.analysis;

import java.util.List;

/**
 * Why test examples that were right once are wrong now.
 *
 * <p>Looked at are the test examples of every task in the last row and in an earlier one, the
 * task's <em>reference row</em>: the row of the task itself, or, where that was not looked at, the
 * first later row that was. A point is <em>lost</em> if the example was right in the reference row
 * and is wrong in the last; it is <em>gained</em> if it was wrong and is right. So {@code lost -
 * gained} is what the task dropped between the two rows, exactly. Every lost point has exactly one
 * {@link Cause}.
 *
 * <p>Some versions see images in their own way, because their prompts change the image tower, too.
 * Then an example has another image feature in each row, and a class's text feature of one row
 * means little beside an image feature of another. What can be compared are scores: of an example
 * and a class, each as one row has them. So a class has its old text feature back together with the
 * old image feature: it has its old score back. Where the image features of both rows are the same,
 * that is the same as the old text feature alone.
 *
 * @param lastRow the last row
 * @param total all tasks together
 * @param tasks per task, in order of arrival
 * @param classes per class, in order of appearance; without those that have no test examples
 * @param takers per class that lost examples are given now, the largest first, then in order of
 *     appearance
 * @param pairs from which class to which lost examples went, the largest first, then in order of
 *     appearance
 */
public record LostPoints(
    int lastRow,
    Split total,
    List<TaskLoss> tasks,
    List<ClassLoss> classes,
    List<Taker> takers,
    List<ClassPair> pairs) {

  /** Why a point was lost; asked in this order, so that exactly one holds. */
  public enum Cause {
    /**
     * A new class took it: if only the classes known in the reference row could be chosen, the last
     * row's text features would still classify the example, as the last row sees it, correctly.
     */
    NEW_CLASS,

    /**
     * The class's own text feature moved: not so, but with the own text feature of the reference
     * row in the place of the last row's, and all others as in the last row, the example would be
     * right among the classes known in the reference row. Where the image feature moved, too, the
     * own score is that of both as they were in the reference row: example and class moved apart.
     */
    OWN_FEATURE,

    /**
     * Another old class's text feature moved: the rest. In the reference row, with all features as
     * they were, the example was right; so with the own feature back in its place, it must be
     * another's that makes the difference. Where the image feature moved, too, the other class and
     * the example moved together: its score is higher than it was in the reference row.
     */
    OTHER_FEATURE
  }

  /**
   * Points by cause.
   *
   * @param newClass lost to a new class
   * @param ownFeature lost because the class's own text feature moved
   * @param otherFeature lost because another old class's text feature moved
   * @param gained wrong in the reference row, right in the last
   */
  public record Split(int newClass, int ownFeature, int otherFeature, int gained) {

    /** Nothing lost, nothing gained. */
    public static final Split NONE = new Split(0, 0, 0, 0);

    /** All lost points. */
    public int lost() {
      return newClass + ownFeature + otherFeature;
    }

    /** How many more were right in the reference row than in the last: {@code lost - gained}. */
    public int drop() {
      return lost() - gained;
    }

    /** Points of one cause. */
    public int of(Cause cause) {
      return switch (cause) {
        case NEW_CLASS -> newClass;
        case OWN_FEATURE -> ownFeature;
        case OTHER_FEATURE -> otherFeature;
      };
    }

    Split plus(Split other) {
      return new Split(
          newClass + other.newClass,
          ownFeature + other.ownFeature,
          otherFeature + other.otherFeature,
          gained + other.gained);
    }

    Split plus(Cause cause) {
      return plus(
          new Split(
              cause == Cause.NEW_CLASS ? 1 : 0,
              cause == Cause.OWN_FEATURE ? 1 : 0,
              cause == Cause.OTHER_FEATURE ? 1 : 0,
              0));
    }

    Split plusGained() {
      return plus(new Split(0, 0, 0, 1));
    }
  }

  /**
   * One task.
   *
   * @param task name
   * @param referenceRow its reference row
   * @param examples how many test examples
   * @param correctThen right in the reference row
   * @param correctNow right in the last row; {@code correctThen - points.drop()}
   * @param points lost and gained
   */
  public record TaskLoss(
      String task, int referenceRow, int examples, int correctThen, int correctNow, Split points) {}

  /**
   * One class.
   *
   * @param name of the class
   * @param task that it came with
   * @param examples how many test examples
   * @param points lost and gained of its examples
   */
  public record ClassLoss(String name, String task, int examples, Split points) {}

  /**
   * A class that lost examples are given now.
   *
   * @param name of the class
   * @param task that it came with
   * @param points what it took from others, by cause; gained is 0
   */
  public record Taker(String name, String task, Split points) {}

  /** Takes its own copies. */
  public LostPoints {
    tasks = List.copyOf(tasks);
    classes = List.copyOf(classes);
    takers = List.copyOf(takers);
    pairs = List.copyOf(pairs);
  }
}
