package org.lammstream.store;

/** Hears how far a check is; called by the thread that checks. */
@FunctionalInterface
public interface CheckProgress {

  /** Hears nothing. */
  CheckProgress NONE = (step, done, total) -> {};

  /**
   * Part of a step is done.
   *
   * @param step what is being checked, for example {@code column family classes}
   * @param done how many files, values or versions of it are done
   * @param total how many there are; for values an estimate, which may be less than {@code done}
   */
  void advanced(String step, long done, long total);
}
