package org.lammstream.store;

/** Names for versions that mean something to the program. */
public final class Aliases {

  /**
   * The version that predict and serving follow; where a learner has no such alias, its head. A new
   * version becomes champion if its parent is the champion or the learner has none, so that the
   * champion follows its own branch, and stays where a rollback left it; unless the version says
   * otherwise ({@link NewVersion#supersedes}).
   */
  public static final String CHAMPION = "champion";

  private Aliases() {}

  /**
   * The name, if it can be told from a version's number.
   *
   * @throws IllegalArgumentException if not
   */
  static String checked(String name) {
    if (name.isBlank() || name.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name for a version: an alias has a character besides digits");
    }
    return name;
  }
}
