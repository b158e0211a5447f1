package org.lammstream.manager.cli;

import java.util.stream.Collectors;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;

/**
 * What a long-running worker says about its broker: a line when the state changes. The end is told
 * by the command. Confined to one thread.
 */
final class HealthView {
  private final Console console;
  private State shown = State.STARTING;

  HealthView(Console console) {
    this.console = console;
  }

  /** Looks at the health now; returns whether the consumer goes on. */
  boolean see(ConsumerHealth health) {
    if (health.state() == State.FAILED || health.state() == State.CLOSED) {
      return false;
    }
    if (health.state() != shown) {
      shown = health.state();
      console.err().println("worker: " + words(health));
    }
    return true;
  }

  private static String words(ConsumerHealth health) {
    return switch (health.state()) {
      case RUNNING -> "running, reads " + partitions(health);
      case WAITING_FOR_BROKER ->
          "waiting: " + health.problem().orElse("the broker does not answer");
      case RESTORING -> health.problem().orElse("gets ready for its partitions");
      default -> "connected, no partition is assigned yet";
    };
  }

  private static String partitions(ConsumerHealth health) {
    return health.partitions().isEmpty()
        ? "no partition: other workers have them all"
        : health.partitions().stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
