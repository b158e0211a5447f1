package org.lammstream.evaluation.dashboard;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The classes of a version.
 *
 * @param classes in order of appearance
 */
public record ClassTable(List<ClassRow> classes) {

  /** Copies the list. */
  public ClassTable {
    classes = List.copyOf(classes);
  }

  /**
   * One class. Accuracies are fractions of its own test examples, among all classes known at the
   * time; empty without test examples.
   *
   * @param name of the class
   * @param task that it came with
   * @param examples how many test examples it has
   * @param accuracyWhenLearned in the version of its task, or in the first later one that could be
   *     looked at
   * @param accuracyBest in the best version since
   * @param accuracyNow in this version
   * @param embeddingDrift L2 distance of its label embedding now and when learned
   * @param featureDrift 1 - cosine of its text feature now and when learned, 0 to 2
   * @param lost examples that were right when learned and are wrong now, by cause
   * @param takenBy which classes its examples are taken for now, most examples first
   */
  public record ClassRow(
      String name,
      String task,
      int examples,
      OptionalDouble accuracyWhenLearned,
      OptionalDouble accuracyBest,
      OptionalDouble accuracyNow,
      double embeddingDrift,
      double featureDrift,
      Lost lost,
      List<Taker> takenBy) {

    /** Copies the list. */
    public ClassRow {
      takenBy = List.copyOf(takenBy);
    }
  }

  /**
   * Lost examples, each counted once, by the first cause that holds.
   *
   * @param newClass a class that was learned later took it
   * @param ownMoved the class's own text feature moved
   * @param otherMoved another old class's text feature moved
   */
  public record Lost(int newClass, int ownMoved, int otherMoved) {}

  /**
   * A class that examples of another are taken for.
   *
   * @param name of the class
   * @param count how many examples
   */
  public record Taker(String name, int count) {}
}
