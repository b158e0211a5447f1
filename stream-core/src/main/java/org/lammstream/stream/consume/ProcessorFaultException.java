package org.lammstream.stream.consume;

/** The processor failed where it answers the poll thread; Kafka must not retry around that. */
final class ProcessorFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessorFaultException(Throwable cause) {
    super(cause);
  }
}
