package org.lammstream.stream;

/** No broker answered within the time given. The message is one line for people. */
public final class BrokerUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public BrokerUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
