package org.lammstream.manager.lamm;

/** Whose a context that trains is. */
public enum ContextScope {
  /** All classes stand behind the same vectors. */
  SHARED,
  /** Each class has vectors of its own. */
  CLASS
}
