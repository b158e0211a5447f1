package org.lammstream.manager.exchange;

import org.jspecify.annotations.Nullable;

/** A version cannot be exported or imported; the message is one line for the user. */
public final class ExchangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExchangeException(String message) {
    this(message, null);
  }

  ExchangeException(String message, @Nullable Throwable cause) {
    super(message.replaceAll("\\s*\\R\\s*", " "), cause);
  }
}
