package org.lammstream.store;

/** Called around the one write of a commit, so that tests can break off at these moments. */
interface CommitProbe {

  CommitProbe NONE = new CommitProbe() {};

  /** Everything is checked and collected, nothing is written. */
  default void beforeWrite() {}

  /** The batch is on disk, the caller does not know it yet. */
  default void afterWrite() {}
}
