package org.lammstream.manager.lamm;

/** A setting that does not exist or whose value is out of range. */
public final class InvalidConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(String message) {
    super(message);
  }
}
