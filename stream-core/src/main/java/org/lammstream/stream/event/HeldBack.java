package org.lammstream.stream.event;

import java.util.List;

/**
 * Why a version is not the champion: with it, earlier tasks would lose more than is allowed.
 *
 * @param champion number of the version that it was compared with, which stays champion
 * @param pointsLost how much the mean accuracy on the tasks of that version would fall, in
 *     percentage points from 0 to 100
 * @param pointsAllowed how much it may, the learner's setting {@code gate}; less than {@code
 *     pointsLost}
 * @param pairs which class lost examples of these tasks to which, the largest first, then in order
 *     of appearance; at most {@link #MOST_PAIRS}
 */
public record HeldBack(
    int champion, double pointsLost, double pointsAllowed, List<ClassLoss> pairs) {
  /** More pairs than this are not told. */
  public static final int MOST_PAIRS = 20;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if points are not finite: JSON cannot say that
   */
  public HeldBack {
    if (!Double.isFinite(pointsLost) || !Double.isFinite(pointsAllowed)) {
      throw new IllegalArgumentException(
          "points lost " + pointsLost + ", allowed " + pointsAllowed);
    }
    pairs = List.copyOf(pairs);
  }
}
