package org.lammstream.manager.lamm;

/** A class name that cannot stand in a prompt: it has no tokens or overflows the context. */
public final class ClassNameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClassNameException(String message) {
    super(message);
  }
}
