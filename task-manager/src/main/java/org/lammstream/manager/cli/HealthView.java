package org.lammstream.manager.cli;

import java.util.Set;
import java.util.stream.Collectors;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.consume.SourcePartition;

/**
 * What a long-running worker says about its broker: a line when the state or what it reads changes,
 * and now and then one while it gets ready for long. The end is told by the command. Confined to
 * one thread.
 */
final class HealthView {
  private final Console console;
  private static final int LOOKS_BETWEEN_LINES = 6;

  private State shown = State.STARTING;
  private Set<SourcePartition> read = Set.of();
  private int restoring;

  HealthView(Console console) {
    this.console = console;
  }

  /** Looks at the health now; returns whether the consumer goes on. */
  boolean see(ConsumerHealth health) {
    if (health.state() == State.FAILED || health.state() == State.CLOSED) {
      return false;
    }
    if (health.state() == State.RESTORING) {
      restoring++;
      if (restoring % LOOKS_BETWEEN_LINES == 0) {
        say(health);
      }
      return true;
    }
    restoring = 0;
    boolean others = health.state() == State.RUNNING && !health.partitions().equals(read);
    if (health.state() != shown || others) {
      shown = health.state();
      read = health.partitions();
      say(health);
    }
    return true;
  }

  private void say(ConsumerHealth health) {
    console.err().println("worker: " + words(health));
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
