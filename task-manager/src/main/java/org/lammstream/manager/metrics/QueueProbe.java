package org.lammstream.manager.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.topic.OffsetRange;
import org.lammstream.stream.topic.TopicAdmin;

/**
 * Reads how far the worker is behind. The broker is asked for the ends of the partitions, because
 * the consumer does not hear of new records while a partition is paused for a long task; the store
 * is asked for the position, because what is not committed there is not done.
 */
final class QueueProbe implements Probe, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Partitions from this number on are summed up under {@link LearnerTags#OTHER}. */
  private static final int MOST_PARTITIONS = 64;

  private final KafkaConnection connection;
  private final String topic;
  private final EmbeddingStore store;
  private final Supplier<ConsumerHealth> health;
  private final Instruments instruments;
  private final Map<String, Double> lags = new ConcurrentHashMap<>();
  private Optional<TopicAdmin> admin = Optional.empty();

  QueueProbe(
      KafkaConnection connection,
      String topic,
      EmbeddingStore store,
      Supplier<ConsumerHealth> health,
      Instruments instruments) {
    this.connection = connection;
    this.topic = topic;
    this.store = store;
    this.health = health;
    this.instruments = instruments;
  }

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void read() {
    Map<String, Long> behind = new HashMap<>();
    try {
      Map<Integer, OffsetRange> ranges = admin().offsets(topic);
      for (SourcePartition partition : health.get().partitions()) {
        OffsetRange range = ranges.get(partition.partition());
        if (range != null) {
          long records = range.from(store.nextOffset(partition).orElse(range.first()));
          behind.merge(tag(partition.partition()), records, Long::sum);
        }
      }
      // A partition that was given away keeps its gauge, for the sum over workers to be right.
      lags.replaceAll((tag, old) -> 0.0);
      behind.forEach(this::set);
    } catch (RuntimeException e) { // an old number would look like a queue that does not move
      lags.replaceAll((tag, old) -> Double.NaN);
      throw e;
    }
  }

  private void set(String tag, long records) {
    if (lags.put(tag, (double) records) == null) {
      instruments.gauge(StreamMeter.LAG.spec(), () -> lags.getOrDefault(tag, Double.NaN), tag);
    }
  }

  private static String tag(int partition) {
    return partition < MOST_PARTITIONS ? Integer.toString(partition) : LearnerTags.OTHER;
  }

  private TopicAdmin admin() {
    TopicAdmin open = admin.orElseGet(() -> TopicAdmin.open(connection, PATIENCE));
    admin = Optional.of(open);
    return open;
  }

  @Override
  public void close() {
    admin.ifPresent(TopicAdmin::close);
  }
}
