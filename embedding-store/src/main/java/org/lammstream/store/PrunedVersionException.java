package org.lammstream.store;

/**
 * The version exists, but its embeddings were removed; the message says when, and which versions
 * still have theirs.
 */
public final class PrunedVersionException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public PrunedVersionException(String message) {
    super(message, null);
  }
}
