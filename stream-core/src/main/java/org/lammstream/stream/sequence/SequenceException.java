package org.lammstream.stream.sequence;

/** A file is no sequence, or not a whole one; the message is one line for the user. */
public class SequenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SequenceException(String message) {
    super(message);
  }

  SequenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
