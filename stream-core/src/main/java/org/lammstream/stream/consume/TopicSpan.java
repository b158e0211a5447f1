package org.lammstream.stream.consume;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.record.RawRecord;

/**
 * What stands in a topic between a starting point and its end as it was at opening: read without a
 * consumer group and without a trace on the broker. Not thread-safe.
 */
public final class TopicSpan implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new TreeMap<>(byNumber());
  private long silentSince = System.nanoTime();

  private TopicSpan(KafkaConnection connection, KafkaConsumer<byte[], byte[]> consumer) {
    this.connection = connection;
    this.consumer = consumer;
  }

  private static java.util.Comparator<TopicPartition> byNumber() {
    return java.util.Comparator.comparingInt(TopicPartition::partition);
  }

  /**
   * Opens a topic.
   *
   * @param from where reading begins
   * @param until no record younger than this is read; empty reads up to the present end
   * @throws BrokerUnreachableException if no broker answers
   * @throws UnknownTopicException if there is no such topic
   */
  public static TopicSpan open(
      KafkaConnection connection, String topic, ReadFrom from, Optional<Instant> until) {
    Map<String, Object> small =
        Map.of(
            // Task records are large: a few at a time keep memory small.
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            16,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            16 << 20);
    TopicSpan span = new TopicSpan(connection, TopicReader.assigned(connection, topic, small));
    try {
      span.seek(from, until);
      return span;
    } catch (KafkaException e) {
      span.close();
      throw TopicReader.translate(connection, e);
    }
  }

  private void seek(ReadFrom from, Optional<Instant> until) {
    Set<TopicPartition> all = consumer.assignment();
    Map<TopicPartition, Long> first = consumer.beginningOffsets(all, TopicReader.OPEN_TIMEOUT);
    Map<TopicPartition, Long> last = consumer.endOffsets(all, TopicReader.OPEN_TIMEOUT);
    Map<TopicPartition, Long> begin = new HashMap<>(first);
    if (from instanceof ReadFrom.Offset offset) {
      begin.replaceAll((at, existing) -> Math.max(existing, offset.offset()));
    } else if (from instanceof ReadFrom.Time time) {
      begin = atTime(time.time(), last);
    }
    ends.putAll(last);
    until.ifPresent(time -> ends.putAll(atTime(time.plusMillis(1), last)));
    for (Map.Entry<TopicPartition, Long> one : begin.entrySet()) {
      long end = ends.getOrDefault(one.getKey(), 0L);
      long start = Math.min(one.getValue(), end);
      starts.put(one.getKey(), start);
      consumer.seek(one.getKey(), start);
    }
  }

  /** Offsets of the first records that are not older; the end where all are. */
  private Map<TopicPartition, Long> atTime(Instant time, Map<TopicPartition, Long> last) {
    Map<TopicPartition, Long> times =
        last.keySet().stream().collect(toMap(at -> at, at -> Math.max(0, time.toEpochMilli())));
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(times, TopicReader.OPEN_TIMEOUT);
    Map<TopicPartition, Long> offsets = new HashMap<>(last);
    found.forEach(
        (at, offset) -> {
          if (offset != null) {
            offsets.put(at, offset.offset());
          }
        });
    return offsets;
  }

  /** Numbers of all partitions. */
  public Set<Integer> partitions() {
    return ends.keySet().stream().map(TopicPartition::partition).collect(toUnmodifiableSet());
  }

  /** First offset that is read in a partition. */
  public long start(int partition) {
    return starts.entrySet().stream()
        .filter(one -> one.getKey().partition() == partition)
        .mapToLong(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Whether a partition has been read to its end. */
  public boolean isDone(int partition) {
    return ends.keySet().stream().filter(at -> at.partition() == partition).allMatch(this::isDone);
  }

  private boolean isDone(TopicPartition at) {
    return consumer.position(at) >= ends.getOrDefault(at, 0L);
  }

  /** How many offsets lie in the span; records that transactions took back count too. */
  public long total() {
    return sum(ends) - sum(starts);
  }

  /** How many of them have been passed. */
  public long passed() {
    return ends.entrySet().stream()
            .mapToLong(end -> Math.min(end.getValue(), consumer.position(end.getKey())))
            .sum()
        - sum(starts);
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The next records of all partitions; none if the span is read to its end. */
  public List<RawRecord> poll() {
    return poll(partitions());
  }

  /**
   * The next records of these partitions, in order within each, or none yet; those of others wait.
   *
   * @throws BrokerUnreachableException if nothing has come for half a minute
   */
  public List<RawRecord> poll(Set<Integer> partitions) {
    List<TopicPartition> wanted =
        ends.keySet().stream()
            .filter(at -> partitions.contains(at.partition()) && !isDone(at))
            .toList();
    if (wanted.isEmpty()) {
      return List.of();
    }
    consumer.pause(consumer.assignment());
    consumer.resume(wanted);
    long before = passed();
    List<RawRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
      TopicPartition at = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < ends.getOrDefault(at, 0L)) {
        records.add(KafkaRecords.toRaw(record));
      }
    }
    watch(passed() > before);
    return records;
  }

  private void watch(boolean progress) {
    long now = System.nanoTime();
    if (progress) {
      silentSince = now;
    } else if (now - silentSince > PATIENCE.toNanos()) {
      throw KafkaFaults.unreachable(
          connection, PATIENCE, new IllegalStateException("no record came"));
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
