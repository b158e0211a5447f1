package org.lammstream.evaluation;

/**
 * One of several runs to compare.
 *
 * @param name short, not blank, as it stands in tables and pictures
 * @param description what distinguishes it, one line; may be empty
 * @param report what it did
 */
public record NamedRun(String name, String description, Report report) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public NamedRun {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a run needs a name");
    }
  }
}
