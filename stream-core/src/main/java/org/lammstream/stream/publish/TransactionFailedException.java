package org.lammstream.stream.publish;

import org.lammstream.stream.KafkaFaults;

/** A transaction failed for a reason that is none of its records'; another try may succeed. */
public final class TransactionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransactionFailedException(Throwable cause) {
    super("the transaction failed: " + KafkaFaults.oneLine(cause), cause);
  }
}
