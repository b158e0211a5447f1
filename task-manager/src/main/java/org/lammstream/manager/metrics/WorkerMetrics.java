package org.lammstream.manager.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.topic.Topics;

/**
 * All meters of one worker. Nothing of it slows training down or can fail a task: the listener only
 * counts, and everything else is read every few seconds on a thread of its own.
 *
 * <p>Thread-safe. Close it before the store, and after the consumer that it watches.
 */
public final class WorkerMetrics implements AutoCloseable {
  /** How often everything is read where nothing else is said. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final ConsumerHealth NOT_STARTED =
      new ConsumerHealth(State.STARTING, Set.of(), 0, 0, 0, Optional.empty());

  private final EmbeddingStore store;
  private final ProcessMetrics process;
  private final Sampler sampler;
  private final StoreProbe storeProbe;
  private final TaskMeters tasks;
  private final PredictionMeters predictions;
  private volatile Supplier<ConsumerHealth> health = () -> NOT_STARTED;
  private volatile Optional<QueueProbe> queue = Optional.empty();

  private WorkerMetrics(
      EmbeddingStore store, String version, IntSupplier arraysAlive, Duration period) {
    this.store = store;
    this.process = new ProcessMetrics(version);
    Instruments instruments = process.instruments();
    this.sampler = new Sampler(instruments, period);
    this.storeProbe = new StoreProbe(store, instruments);
    this.predictions = new PredictionMeters(instruments);
    LearnerTags tags = new LearnerTags(LearnerTags.MOST);
    LearnerProbe learners = new LearnerProbe(store, instruments, tags);
    this.tasks =
        new TaskMeters(instruments, tags, System::nanoTime, () -> sampler.readSoon(learners));
    instruments.gauge(StreamMeter.WAITING.spec(), () -> health.get().waiting());
    instruments.gauge(StreamMeter.PARTITIONS.spec(), () -> health.get().partitions().size());
    for (State state : State.values()) {
      instruments.gauge(
          StreamMeter.STATE.spec(), () -> health.get().state() == state ? 1 : 0, Names.tag(state));
    }
    instruments.gauge(ProcessMeter.READY.spec(), () -> isReady() ? 1 : 0);
    sampler.add(storeProbe);
    sampler.add(learners);
    sampler.add(new ArraysProbe(arraysAlive, instruments));
  }

  /**
   * Begins to watch a store.
   *
   * @param version of this program
   * @param arraysAlive tensors alive, for example {@code model::arraysAlive}
   */
  public static WorkerMetrics of(EmbeddingStore store, String version, IntSupplier arraysAlive) {
    return of(store, version, arraysAlive, PERIOD);
  }

  static WorkerMetrics of(
      EmbeddingStore store, String version, IntSupplier arraysAlive, Duration period) {
    return new WorkerMetrics(store, version, arraysAlive, period);
  }

  /** Hears what the worker does; never throws. */
  public WorkerListener listener() {
    return new ListenerGroup(List.of(tasks));
  }

  /** Where the server of predictions tells what it did. */
  public PredictionListener predictions() {
    return predictions;
  }

  /** Tells of a consumer to come, which {@link #watch} replaces. */
  public void expect(Supplier<ConsumerHealth> coming) {
    health = coming;
  }

  /** Watches the worker's clients too; to be called once. */
  public void watch(
      KafkaConnection connection,
      Topics topics,
      TaskConsumer consumer,
      Supplier<List<ClientMetric>> results) {
    health = consumer::health;
    Instruments instruments = process.instruments();
    QueueProbe probe =
        new QueueProbe(connection, topics.tasks(), store, consumer::health, instruments);
    queue = Optional.of(probe);
    sampler.add(probe);
    sampler.add(new KafkaProbe(List.of(consumer::clientMetrics, results), instruments));
  }

  /** Whether the store answers and the consumer runs. */
  public boolean isReady() {
    return storeProbe.isOpen() && health.get().state() == State.RUNNING;
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return process.scrape();
  }

  /** Waits for a reading under way. */
  @Override
  public void close() {
    sampler.close();
    queue.ifPresent(QueueProbe::close);
    process.close();
  }
}
