package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.topic.TopicAdmin;

/**
 * The time before a worker's consumer can start: until a broker answers and the topics are there.
 * Its health may be read by any thread.
 */
final class BrokerWait {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 10;

  private final KafkaConnection connection;
  private final Consumer<TopicAdmin> ensuring;
  private volatile ConsumerHealth health =
      new ConsumerHealth(State.STARTING, Set.of(), 0, 0, 0, Optional.empty());

  /**
   * Begins with nothing.
   *
   * @param ensuring makes the topics that are needed and missing
   */
  BrokerWait(KafkaConnection connection, Consumer<TopicAdmin> ensuring) {
    this.connection = connection;
    this.ensuring = ensuring;
  }

  /** What there is to say until the consumer has a health of its own. */
  ConsumerHealth health() {
    return health;
  }

  /**
   * Makes the topics that are missing, or throws.
   *
   * @throws org.lammstream.stream.BrokerUnreachableException if no broker answers
   */
  void once() {
    ensure(LONGEST);
  }

  /**
   * The same, tried again and again with growing pauses for as long as waiting may help.
   *
   * @param view is told after each try that did not help
   * @throws RuntimeException if it would never help: wrong credentials, an impossible property
   */
  void await(Consumer<ConsumerHealth> view) throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        ensure(doubled(FIRST_PATIENCE, tries)); // a slow broker needs the patience of later tries
        say(State.STARTING, Optional.empty());
        return;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for the broker");
        }
        if (!KafkaFaults.isPassing(e)) {
          throw e;
        }
        say(State.WAITING_FOR_BROKER, Optional.of(ErrorLine.of(e)));
        view.accept(health);
      }
      Thread.sleep(jittered(doubled(FIRST_PAUSE, tries)));
    }
  }

  private void ensure(Duration patience) {
    try (TopicAdmin admin = TopicAdmin.open(connection, patience)) {
      ensuring.accept(admin);
    }
  }

  private void say(State state, Optional<String> problem) {
    health = new ConsumerHealth(state, Set.of(), 0, 0, 0, problem);
  }

  private static Duration doubled(Duration first, int times) {
    Duration grown = first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
    return grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
  }

  /** Workers that lost one broker together must not come back to it together. */
  private static long jittered(Duration pause) {
    return ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
  }
}
