package org.lammstream.store;

/**
 * Which value is damaged and how.
 *
 * @param family its column family
 * @param key its key; empty if that is not known
 * @param what what is wrong with it
 * @param sort roughly the same
 */
record Damage(ColumnFamily family, byte[] key, String what, Sort sort) {

  /** What is wrong, roughly. */
  enum Sort {
    /** It was read, but is not what was written. */
    CHANGED,
    /** It is not there at all. */
    MISSING,
    /** The data file that should hold it is damaged. */
    UNREADABLE
  }

  static final byte[] NO_KEY = {};

  boolean isUnreadable() {
    return sort == Sort.UNREADABLE;
  }

  String message() {
    String where = key.length == 0 ? "column family " + family.familyName() : family.locate(key);
    return where + ": " + what;
  }
}
