package org.lammstream.stream.consume;

/** The partition belongs to another consumer of the group now: it will do the work. */
public final class LostPartitionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Without a cause. */
  public LostPartitionException() {
    super("the partition belongs to another worker now");
  }

  /** The broker has said so. */
  public LostPartitionException(Throwable cause) {
    super("the partition belongs to another worker now", cause);
  }
}
