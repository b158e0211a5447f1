package org.lammstream.store;

/** Hears of examples one by one. */
public interface ExampleVisitor {

  /**
   * An example.
   *
   * @param learner that learned it
   * @param version that remembers it
   */
  void visit(String learner, int version, LearnedExample example);
}
