package org.lammstream.store;

/** What messages tell a user to do next. */
final class Advice {

  /** For a store that has lost something. */
  static final String RESTORE =
      "bring back the newest backup with `lamm versions restore`, or learn everything again into a"
          + " new store with `lamm replay`";

  /** For damage of which the extent is not known. */
  static final String CHECK =
      "`lamm versions verify` says what is damaged and which versions are intact; " + RESTORE;

  /** RocksDB looks by itself every few seconds whether it may go on. */
  static final String DISK_FULL =
      "the disk is full; what was committed before is safe: free some space, then commits go on by"
          + " themselves within seconds, or after a restart";

  /** For one value that cannot be read. */
  static final String VERIFY =
      "other values are not affected: `lamm versions verify` says which versions are intact; "
          + RESTORE;

  private Advice() {}
}
