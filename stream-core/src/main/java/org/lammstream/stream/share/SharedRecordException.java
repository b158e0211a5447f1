package org.lammstream.stream.share;

/** A record of the versions topic that is not what workers write there. */
public final class SharedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SharedRecordException(String message) {
    super(message);
  }
}
