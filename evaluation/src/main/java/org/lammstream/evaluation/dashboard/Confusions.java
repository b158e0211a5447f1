package org.lammstream.evaluation.dashboard;

import java.util.List;

/**
 * Which classes a version takes for which.
 *
 * @param pairs those that grew most first; the largest of a bounded number
 * @param oldNew all wrong predictions by age
 */
public record Confusions(List<Pair> pairs, OldNew oldNew) {

  /** Copies the list. */
  public Confusions {
    pairs = List.copyOf(pairs);
  }

  /**
   * Test examples of one class that are taken for another.
   *
   * @param truth the class they are of
   * @param predicted the class they are taken for
   * @param count how many
   * @param before how many at the version before this one, or the last before that could be looked
   *     at
   */
  public record Pair(String truth, String predicted, int count, int before) {}

  /**
   * Wrong predictions: new are the classes of the version's own task, old all others.
   *
   * @param oldToOld examples of an old class, taken for another old class
   * @param oldToNew examples of an old class, taken for a new class
   * @param newToOld examples of a new class, taken for an old class
   * @param newToNew examples of a new class, taken for another new class
   */
  public record OldNew(int oldToOld, int oldToNew, int newToOld, int newToNew) {}
}
