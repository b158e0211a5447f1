package org.lammstream.stream;

import org.apache.kafka.common.KafkaException;

/**
 * A broker is there but does not let this client in, or the client cannot even be set up: the login
 * is refused, TLS fails, a property is wrong. Trying again does not help. The message is one line
 * for people and holds no secret.
 */
public final class BrokerAccessException extends KafkaException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public BrokerAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
