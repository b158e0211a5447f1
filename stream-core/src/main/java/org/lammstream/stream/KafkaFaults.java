package org.lammstream.stream;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** Kafka's exceptions in words for people. Public only for the sub-packages of this library. */
public final class KafkaFaults {
  private KafkaFaults() {}

  /** Whether the exception, or one behind it, means that no broker answered. */
  public static boolean isUnreachable(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof TimeoutException || at instanceof DisconnectException) {
        return true;
      }
      if (at instanceof ConfigException && String.valueOf(at.getMessage()).contains("bootstrap")) {
        return true;
      }
    }
    return false;
  }

  /** Whether no host name of the address is known, which may pass where hosts come and go. */
  public static boolean isUnresolvable(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof ConfigException
          && String.valueOf(at.getMessage()).startsWith("No resolvable bootstrap")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInvalidAddress(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof ConfigException && String.valueOf(at.getMessage()).startsWith("Invalid ")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the same call may succeed later: no broker answers, or it is not ready yet. Wrong
   * credentials and wrong properties stay wrong.
   */
  public static boolean isPassing(Throwable fault) {
    boolean passing = false;
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof ConfigException) {
        return isUnresolvable(at);
      }
      if (at instanceof AuthenticationException || at instanceof AuthorizationException) {
        return false;
      }
      passing |=
          at instanceof RetriableException
              || at instanceof BrokerUnreachableException
              || at instanceof InvalidReplicationFactorException; // brokers are still to come
    }
    return passing;
  }

  /** Whether the same record would be refused again: it or the permission is at fault. */
  public static boolean isRefusal(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof RecordTooLargeException
          || at instanceof RecordBatchTooLargeException
          || at instanceof AuthorizationException
          || at instanceof AuthenticationException
          || at instanceof InvalidTopicException
          || at instanceof InvalidRecordException
          || at instanceof PolicyViolationException
          || at instanceof SerializationException
          || at instanceof UnsupportedForMessageFormatException) {
        return true;
      }
    }
    return false;
  }

  /** The exception to throw where no broker answered. */
  public static BrokerUnreachableException unreachable(
      KafkaConnection connection, Duration waited, Throwable cause) {
    if (isUnresolvable(cause)) {
      return new BrokerUnreachableException(
          "no host of " + connection.bootstrapServers() + " is known to the name service", cause);
    }
    if (isInvalidAddress(cause)) {
      return new BrokerUnreachableException(
          "not HOST:PORT, or several with commas between: '" + connection.bootstrapServers() + "'",
          cause);
    }
    return new BrokerUnreachableException(
        "no Kafka broker answers at "
            + connection.bootstrapServers()
            + " (waited "
            + waited.toMillis() / 1000.0
            + " s)",
        cause);
  }

  /**
   * What to throw for a client's fault: {@link BrokerUnreachableException} or {@link
   * BrokerAccessException} where it is about the way to the broker, else the fault itself.
   *
   * @param waited how long an answer was waited for
   */
  public static RuntimeException spoken(
      KafkaConnection connection, Duration waited, KafkaException fault) {
    Optional<String> refusal = refusal(connection, fault);
    if (refusal.isPresent()) {
      String message = Secrets.hideIn(refusal.get(), connection.properties());
      return new BrokerAccessException(message.strip().replaceAll("\\s+", " "), fault);
    }
    return isUnreachable(fault) ? unreachable(connection, waited, fault) : fault;
  }

  private static Optional<String> refusal(KafkaConnection connection, KafkaException fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof SslAuthenticationException) {
        return Optional.of(
            "no TLS connection to the broker at %s: %s"
                .formatted(connection.bootstrapServers(), innermost(at)));
      }
      if (at instanceof AuthenticationException) {
        return Optional.of(
            "the broker at %s refuses the login: %s"
                .formatted(connection.bootstrapServers(), at.getMessage()));
      }
    }
    boolean notBuilt =
        fault instanceof ConfigException
            || String.valueOf(fault.getMessage()).startsWith("Failed to c"); // create, construct
    return notBuilt && !isUnreachable(fault)
        ? Optional.of("the Kafka client cannot be set up: " + innermost(fault))
        : Optional.empty();
  }

  /** Words of the cause, but not of the cryptography behind a wrong password or certificate. */
  private static String innermost(Throwable fault) {
    Throwable at = fault;
    while (at.getCause() != null
        && at.getCause() != at
        && !(at instanceof IOException && at.getCause() instanceof GeneralSecurityException)) {
      at = at.getCause();
    }
    return at.getClass().getSimpleName() + ": " + at.getMessage();
  }

  /** The innermost message that says something, on one line. */
  public static String oneLine(Throwable fault) {
    Throwable at = fault;
    while (at instanceof KafkaException && at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    String message = String.valueOf(at.getMessage()).strip().replaceAll("\\s+", " ");
    return at.getClass().getSimpleName() + ": " + message;
  }
}
