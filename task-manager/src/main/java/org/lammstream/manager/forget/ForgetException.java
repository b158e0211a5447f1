package org.lammstream.manager.forget;

/** A class cannot be forgotten; the message is one line for the user, and nothing was changed. */
public final class ForgetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ForgetException(String message) {
    super(message);
  }
}
