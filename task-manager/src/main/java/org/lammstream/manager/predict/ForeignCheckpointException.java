package org.lammstream.manager.predict;

/** A version was made with another checkpoint than the one at hand; the message names both. */
public final class ForeignCheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignCheckpointException(String message) {
    super(message);
  }
}
