package org.lammstream.manager.survive;

/** Named steps of the commit protocol at which a worker can be held, and killed. */
public enum Step {
  /** A task has come out of the poll loop, and nothing is done yet. */
  POLLED,
  /** Some images of the task are encoded and cached, others not. */
  ENCODING,
  /** Some epochs of alignment are over, others not. */
  ALIGNING,
  /** Everything is computed, and nobody has been asked whether it may be committed. */
  EVALUATED,
  /** It may be committed, and the batch is not written. */
  BEFORE_BATCH,
  /** The batch is durable, and nobody has heard of it. */
  COMMITTED,
  /** A result has been taken out of the outbox's order, and the broker has not been asked yet. */
  BEFORE_PUBLISHING,
  /** The broker has the results, and the outbox still has them too. */
  BEFORE_ACKNOWLEDGING
}
