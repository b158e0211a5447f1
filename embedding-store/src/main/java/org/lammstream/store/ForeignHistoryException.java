package org.lammstream.store;

/** Another store tells of a learner of the same name with another history. */
public final class ForeignHistoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ForeignHistoryException(String learner, int version) {
    super(
        "learner '"
            + learner
            + "' has another version "
            + version
            + " in this store than in that of another worker; they were learned apart and cannot be"
            + " shared: use another store, or other topics");
  }
}
