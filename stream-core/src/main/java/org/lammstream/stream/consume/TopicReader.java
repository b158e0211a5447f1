package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.record.RawRecord;

/**
 * Plain reading of all partitions of a topic, without a consumer group. Order holds within a
 * partition only. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
  static final Duration OPEN_TIMEOUT = Duration.ofSeconds(15);

  private final KafkaConnection connection;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(KafkaConnection connection, KafkaConsumer<byte[], byte[]> consumer) {
    this.connection = connection;
    this.consumer = consumer;
  }

  /**
   * Opens at the first records that still exist.
   *
   * @throws BrokerUnreachableException if no broker answers
   * @throws UnknownTopicException if there is no such topic
   */
  public static TopicReader fromBeginning(KafkaConnection connection, String topic) {
    TopicReader reader = open(connection, topic);
    reader.consumer.seekToBeginning(reader.consumer.assignment());
    return reader;
  }

  /** Opens behind the last records, so that only later ones are read; throws as the other. */
  public static TopicReader fromEnd(KafkaConnection connection, String topic) {
    TopicReader reader = open(connection, topic);
    try {
      reader.consumer.seekToEnd(reader.consumer.assignment());
      // Kafka seeks lazily; asking for the positions pins them to now.
      reader.consumer.assignment().forEach(at -> reader.consumer.position(at, OPEN_TIMEOUT));
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw translate(connection, e);
    }
  }

  private static TopicReader open(KafkaConnection connection, String topic) {
    return new TopicReader(connection, assigned(connection, topic, Map.of()));
  }

  /**
   * A consumer of all partitions of a topic that reads without leaving a trace.
   *
   * @throws BrokerUnreachableException if no broker answers
   * @throws UnknownTopicException if there is no such topic
   */
  public static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection connection, String topic) {
    return assigned(connection, topic, Map.of());
  }

  static KafkaConsumer<byte[], byte[]> assigned(
      KafkaConnection connection, String topic, Map<String, Object> defaults) {
    Map<String, Object> named = new HashMap<>(defaults);
    named.put(ConsumerConfig.CLIENT_ID_CONFIG, "lamm-reader");
    KafkaConsumer<byte[], byte[]> consumer;
    try {
      consumer =
          new KafkaConsumer<>(
              connection.settings(
                  named,
                  Map.of(
                      ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                      false,
                      ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                      "earliest",
                      // A mistyped name must not make a topic.
                      ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                      false,
                      ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                      "read_committed")),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw translate(connection, e);
    }
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(topic, OPEN_TIMEOUT)) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
      if (partitions.isEmpty()) {
        throw new UnknownTopicException(topic);
      }
      consumer.assign(partitions);
      return consumer;
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw translate(connection, e);
    } catch (UnknownTopicException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }

  static RuntimeException translate(KafkaConnection connection, KafkaException e) {
    return KafkaFaults.spoken(connection, OPEN_TIMEOUT, e);
  }

  /** The next records, waiting this long at most for the first; may be empty. */
  public List<RawRecord> poll(Duration patience) {
    return poll(consumer, patience);
  }

  /** The next records of any consumer. */
  public static List<RawRecord> poll(KafkaConsumer<byte[], byte[]> any, Duration patience) {
    List<RawRecord> records = new ArrayList<>();
    any.poll(patience).forEach(record -> records.add(KafkaRecords.toRaw(record)));
    return records;
  }

  /**
   * How many offsets lie between here and the present end; also a way to see whether the broker is
   * there, since {@link #poll} only waits for one that is not.
   *
   * @throws BrokerUnreachableException if no broker answers in this time
   */
  public long behind(Duration patience) {
    try {
      long behind = 0;
      for (var end : consumer.endOffsets(consumer.assignment(), patience).entrySet()) {
        behind += Math.max(0, end.getValue() - consumer.position(end.getKey(), patience));
      }
      return behind;
    } catch (KafkaException e) {
      throw KafkaFaults.spoken(connection, patience, e);
    }
  }

  /** What the consumer measures about itself; may be called by any thread. */
  public List<ClientMetric> clientMetrics() {
    return ClientMetric.all(consumer.metrics());
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
