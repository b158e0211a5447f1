package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one Kafka consumer. Used on the poll thread, except for {@link #wakeup}. */
final class ConsumerSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);
  private static final Duration WHILE_BUSY = Duration.ofMillis(50);
  private static final Duration WHILE_IDLE = Duration.ofMillis(250);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
  private static final double SILENT_SECONDS = 10;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Lanes lanes;

  ConsumerSession(
      KafkaConnection connection,
      TaskConsumerSettings settings,
      String topic,
      Function<KafkaConsumer<byte[], byte[]>, Lanes> lanes) {
    this.consumer =
        new KafkaConsumer<>(
            properties(connection, settings),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.lanes = lanes.apply(consumer);
    consumer.subscribe(List.of(topic), this.lanes);
  }

  private static Map<String, Object> properties(
      KafkaConnection connection, TaskConsumerSettings settings) {
    Map<String, Object> defaults = new HashMap<>(GroupProtocol.settings(connection));
    defaults.put(ConsumerConfig.CLIENT_ID_CONFIG, "lamm-worker");
    // Task records are large: a few at a time keep memory small.
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 16);
    defaults.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.instance().ifPresent(id -> defaults.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    return connection.settings(
        defaults,
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            settings.group(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            // An offset that is gone must show up, not be replaced silently.
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"));
  }

  /** Polls until it is over; {@code report} is called after every poll. */
  void run(BooleanSupplier isOver, Consumer<ConsumerSession> report) {
    while (!isOver.getAsBoolean()) {
      lanes.advance(poll());
      report.accept(this);
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      boolean waiting = lanes.busy() > 0 || lanes.isPreparing();
      return consumer.poll(waiting ? WHILE_BUSY : WHILE_IDLE);
    } catch (InvalidOffsetException e) {
      // A partition can also be asked for before its assignment has come to the lanes.
      List<TopicPartition> gone = e.partitions().stream().filter(lanes::isOpen).toList();
      if (!gone.isEmpty()) {
        LOG.warn(
            "the stored offset of {} does not exist any more: reading from the start; tasks that"
                + " were learned before are recognised by their ids",
            gone);
        gone.forEach(lanes::beginAtStart);
      }
      return ConsumerRecords.empty();
    }
  }

  /** Makes a waiting {@link #run} end soon with a WakeupException. May be called by any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  Lanes lanes() {
    return lanes;
  }

  /** Whether the broker has been heard of lately. */
  boolean isReachable() {
    double silence = metric("last-heartbeat-seconds-ago").orElse(-1.0);
    return metric("connection-count").orElse(0.0) > 0 && silence < SILENT_SECONDS;
  }

  private Optional<Double> metric(String name) {
    for (Map.Entry<MetricName, ? extends org.apache.kafka.common.Metric> one :
        consumer.metrics().entrySet()) {
      if (one.getKey().name().equals(name) && one.getValue().metricValue() instanceof Double v) {
        return Optional.of(v);
      }
    }
    return Optional.empty();
  }

  /** May be called by any thread. */
  List<ClientMetric> clientMetrics() {
    return ClientMetric.all(consumer.metrics());
  }

  @Override
  public void close() {
    lanes.close();
    consumer.close(CloseOptions.timeout(CLOSE_PATIENCE));
  }
}
