package org.lammstream.store;

import java.util.Optional;

/** Whether the image sums of a version's classes are those that its visual state goes with. */
final class VisualShape {

  private final int rows;
  private int without;
  private String example = "";

  /**
   * To be told of every class.
   *
   * @param rows of the visual state's matrix
   */
  VisualShape(int rows) {
    this.rows = rows;
  }

  /** What is wrong with a version, if it has a visual state. */
  static Optional<String> problem(Version version) {
    return version
        .visual()
        .flatMap(
            state -> {
              VisualShape shape = new VisualShape(state.dimension());
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
    if (imageSum == 0 || imageSum != rows) {
      example = without == 0 ? name : example;
      without++;
    }
  }

  /** What is wrong with the classes so far, to be put behind the version's name. */
  Optional<String> problem() {
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
