package org.lammstream.store;

import java.util.Optional;

/** Whether the image sums of a version's classes are those that its visual state goes with. */
final class VisualShape {

  private final int rows;
  private final int expected;
  private int classes;
  private int without;
  private String example = "";

  /**
   * To be told of every class.
   *
   * @param state the version's
   */
  VisualShape(VisualState state) {
    this.rows = state.dimension();
    this.expected = state.tasks().stream().mapToInt(Integer::intValue).sum();
  }

  /** What is wrong with a version, if it has a visual state. */
  static Optional<String> problem(Version version) {
    return version
        .visual()
        .flatMap(
            state -> {
              VisualShape shape = new VisualShape(state);
              version
                  .classes()
                  .forEach(entry -> shape.add(entry.name(), entry.images().sum().length));
              return shape.problem();
            });
  }

  /**
   * A class of the version.
   *
   * @param imageSum length of its image sum, 0 if that is unknown
   */
  void add(String name, int imageSum) {
    classes++;
    if (imageSum == 0 || imageSum != rows) {
      example = without == 0 ? name : example;
      without++;
    }
  }

  /** What is wrong with the classes so far, to be put behind the version's name. */
  Optional<String> problem() {
    if (classes != expected) {
      return Optional.of("has a visual state of " + expected + " classes, but knows " + classes);
    }
    return problemOfSums();
  }

  /** The same where not all classes could be read, so that their number tells nothing. */
  Optional<String> problemOfSums() {
    return without == 0
        ? Optional.empty()
        : Optional.of(
            "has a visual state of "
                + rows
                + " rows, but "
                + without
                + (without == 1 ? " class" : " classes")
                + " without an image sum of that length, for example \""
                + example
                + "\"");
  }
}
