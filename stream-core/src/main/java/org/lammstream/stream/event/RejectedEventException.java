package org.lammstream.stream.event;

import java.util.Optional;

/** An event is refused; it belongs into the dead-letter topic. */
public final class RejectedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  /** A refusal with no exception behind it. */
  public RejectedEventException(Rejection rejection) {
    super(rejection.message());
    this.rejection = rejection;
  }

  /** A refusal because of an exception. */
  public RejectedEventException(Rejection rejection, Throwable cause) {
    super(rejection.message(), cause);
    this.rejection = rejection;
  }

  /** A refusal with no exception behind it. */
  public RejectedEventException(Rejection.Reason reason, Rejection.Stage stage, String message) {
    this(new Rejection(reason, stage, message));
  }

  /** The typed reason. */
  public Rejection rejection() {
    return rejection;
  }

  /** The exception behind it, where there is one. */
  public Optional<Throwable> reasonBehind() {
    return Optional.ofNullable(getCause());
  }
}
