package org.lammstream.stream.sequence;

import java.util.Optional;

/** A sequence file ends too early; the tasks before the cut are whole. */
public final class CutSequenceException extends SequenceException {
  private static final long serialVersionUID = 1L;

  private final int wholeTasks;
  private final Optional<String> lastWhole;

  CutSequenceException(String message, int wholeTasks, Optional<String> lastWhole) {
    super(message);
    this.wholeTasks = wholeTasks;
    this.lastWhole = lastWhole;
  }

  /** How many tasks stand whole before the cut. */
  public int wholeTasks() {
    return wholeTasks;
  }

  /** Name of the last of them. */
  public Optional<String> lastWhole() {
    return lastWhole;
  }
}
