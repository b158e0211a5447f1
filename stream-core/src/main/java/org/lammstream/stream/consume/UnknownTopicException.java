package org.lammstream.stream.consume;

/** The broker has no such topic. */
public final class UnknownTopicException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownTopicException(String topic) {
    super("no such topic: " + topic);
  }
}
