package org.lammstream.manager.lamm;

/** What a task does with classes that the learner knows already. */
public enum ExistingClasses {
  /** Its examples are added: the class is aligned again, from where it stands. */
  REFINE,
  /** It is refused. */
  REJECT
}
