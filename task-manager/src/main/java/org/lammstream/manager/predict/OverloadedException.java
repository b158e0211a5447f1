package org.lammstream.manager.predict;

/** More images wait than can be encoded soon; the same request may succeed a moment later. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OverloadedException(String message) {
    super(message, null, false, false);
  }
}
