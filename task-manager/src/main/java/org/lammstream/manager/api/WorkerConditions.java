package org.lammstream.manager.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;

/** When a worker is ready: broker reached, store open, and its place in the stream found again. */
final class WorkerConditions implements Supplier<List<Check>> {
  private final EmbeddingStore store;
  private final Supplier<Optional<ConsumerHealth>> health;

  WorkerConditions(EmbeddingStore store, Supplier<Optional<ConsumerHealth>> health) {
    this.store = store;
    this.health = health;
  }

  @Override
  public List<Check> get() {
    Optional<ConsumerHealth> now = health.get();
    return List.of(broker(now), store(), restored(now));
  }

  private static Check broker(Optional<ConsumerHealth> health) {
    return new Check(
        "broker",
        health.filter(consumer -> consumer.state() == State.RUNNING).isPresent(),
        health
            .map(
                consumer ->
                    consumer
                        .problem()
                        .orElse(
                            consumer.state() == State.RUNNING
                                ? "reached"
                                : "no partition is assigned yet"))
            .orElse("not asked yet"));
  }

  private Check store() {
    try {
      int learners = store.learners().size();
      return new Check("store", true, "open, " + learners + " learners");
    } catch (RuntimeException e) {
      return new Check("store", false, "cannot be read");
    }
  }

  /** A worker reads on where its store says, as soon as it has partitions. */
  private static Check restored(Optional<ConsumerHealth> health) {
    State state = health.map(ConsumerHealth::state).orElse(State.STARTING);
    return switch (state) {
      case RUNNING, WAITING_FOR_BROKER ->
          new Check("restored", true, "reads on where the store says");
      case STARTING -> new Check("restored", false, "not yet");
      case RESTORING ->
          new Check(
              "restored",
              false,
              health.flatMap(ConsumerHealth::problem).orElse("gets ready for its partitions"));
      case FAILED, CLOSED -> new Check("restored", false, "the worker has stopped");
    };
  }
}
