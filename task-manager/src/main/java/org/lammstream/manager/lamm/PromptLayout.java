package org.lammstream.manager.lamm;

/** Where a label embedding stands in its prompt. */
public enum PromptLayout {
  /** Where the name's tokens stood. */
  STANDARD,
  /**
   * As in the published code of MaPLe+LAMM: right behind the trained context, with a single vector,
   * in the place of whatever word stood there ("of"), while the name stays behind it as it was.
   */
  REFERENCE
}
