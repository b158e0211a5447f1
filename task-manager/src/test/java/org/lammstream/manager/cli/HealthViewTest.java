package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.consume.SourcePartition;

class HealthViewTest {
  private final StringWriter err = new StringWriter();
  private final HealthView view =
      new HealthView(
          new Console(
              new PrintWriter(new StringWriter()), new PrintWriter(err, true), false, Map.of()));

  @Test
  void everyChangeIsOneLine() {
    Set<SourcePartition> one = Set.of(new SourcePartition("lamm.tasks", 0));
    see(State.STARTING, Set.of(), "");
    see(State.RUNNING, one, "");
    see(State.RUNNING, one, "");
    see(State.WAITING_FOR_BROKER, one, "no Kafka broker answers at b:1");
    see(State.WAITING_FOR_BROKER, Set.of(), "connection refused");
    see(State.STARTING, Set.of(), "");
    see(State.RUNNING, one, "");
    assertThat(err.toString().lines())
        .containsExactly(
            "worker: running, reads lamm.tasks-0",
            "worker: waiting: no Kafka broker answers at b:1",
            "worker: connected, no partition is assigned yet",
            "worker: running, reads lamm.tasks-0");
  }

  @Test
  void otherPartitionsAreALineAndGettingReadyIsOneOnlyWhenItTakesLong() {
    Set<SourcePartition> one = Set.of(new SourcePartition("lamm.tasks", 0));
    Set<SourcePartition> two =
        Set.of(new SourcePartition("lamm.tasks", 0), new SourcePartition("lamm.tasks", 1));
    see(State.RUNNING, one, "");
    see(State.RESTORING, one, "reading versions of other workers: 1 of 9 records");
    see(State.RUNNING, two, "");
    for (int look = 1; look <= 6; look++) {
      see(State.RESTORING, one, "reading versions of other workers: " + look + " of 9 records");
    }
    see(State.RUNNING, two, "");
    assertThat(err.toString().lines())
        .containsExactly(
            "worker: running, reads lamm.tasks-0",
            "worker: running, reads lamm.tasks-0, lamm.tasks-1",
            "worker: reading versions of other workers: 6 of 9 records");
  }

  @Test
  void theEndIsSeenAndLeftToTheCommand() {
    assertThat(view.see(health(State.RUNNING, Set.of(), ""))).isTrue();
    assertThat(view.see(health(State.FAILED, Set.of(), "broken"))).isFalse();
    assertThat(view.see(health(State.CLOSED, Set.of(), ""))).isFalse();
    assertThat(err.toString().lines()).singleElement().asString().contains("no partition");
  }

  private void see(State state, Set<SourcePartition> partitions, String problem) {
    assertThat(view.see(health(state, partitions, problem))).isTrue();
  }

  private static ConsumerHealth health(
      State state, Set<SourcePartition> partitions, String problem) {
    Optional<String> words = problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    return new ConsumerHealth(state, partitions, 0, 0, 0, words);
  }
}
