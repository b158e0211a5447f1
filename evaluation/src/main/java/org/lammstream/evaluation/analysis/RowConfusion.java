package org.lammstream.evaluation.analysis;

import java.util.List;

/**
 * The wrong predictions of one row, split by age: <em>new</em> are the classes of the row's own
 * task, <em>old</em> those of the tasks before. Looked at are the test examples of all tasks up to
 * the row, classified among all classes up to the row.
 *
 * @param row 1 to the number of tasks
 * @param oldExamples test examples of old classes
 * @param newExamples test examples of new classes
 * @param oldToOld examples of an old class, given another old class
 * @param oldToNew examples of an old class, given a new class
 * @param newToOld examples of a new class, given an old class
 * @param newToNew examples of a new class, given another new class
 * @param pairs the most frequent confusions, most frequent first, then in order of appearance
 */
public record RowConfusion(
    int row,
    int oldExamples,
    int newExamples,
    int oldToOld,
    int oldToNew,
    int newToOld,
    int newToNew,
    List<ClassPair> pairs) {

  /** Takes its own copy. */
  public RowConfusion {
    pairs = List.copyOf(pairs);
  }

  /** All wrong predictions. */
  public int wrong() {
    return oldToOld + oldToNew + newToOld + newToNew;
  }
}
