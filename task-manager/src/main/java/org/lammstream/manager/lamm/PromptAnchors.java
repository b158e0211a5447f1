package org.lammstream.manager.lamm;

/** What the text features of trained prompts are held to. */
public enum PromptAnchors {
  /**
   * The plain names behind the context as it stands in each step, as published: they move, and the
   * distillation sends its gradient through them, too.
   */
  MOVING,
  /** The plain names behind the context as it was at the start, in the untouched tower. */
  FIXED
}
