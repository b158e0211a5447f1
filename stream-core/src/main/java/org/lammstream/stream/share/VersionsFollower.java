package org.lammstream.stream.share;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.TopicReader;
import org.lammstream.stream.consume.UnknownTopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what all workers tell of their versions, on a thread of its own, so that this worker can
 * go on with any learner at once. Waits for a broker that is away. Thread-safe.
 */
public final class VersionsFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VersionsFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long BACKOFF_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 10_000;

  private final KafkaConnection connection;
  private final String topic;
  private final SharedTarget target;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong asked = new AtomicLong();
  private volatile Optional<KafkaConsumer<byte[], byte[]>> consumer = Optional.empty();
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile Progress progress = new Progress(0, 0, 0);

  /**
   * How far the follower is.
   *
   * @param answered the last question that was asked when the end was looked up
   * @param behind records between here and that end
   * @param from how many they were at first
   */
  private record Progress(long answered, long behind, long from) {}

  private VersionsFollower(KafkaConnection connection, String topic, SharedTarget target) {
    this.connection = connection;
    this.topic = topic;
    this.target = target;
    this.thread = new Thread(this::follow, "lamm-follow");
    thread.setDaemon(true);
  }

  /**
   * Begins to follow.
   *
   * @param topic which has to exist by the time a broker answers
   * @param target is used until {@link #close} has returned
   */
  public static VersionsFollower start(
      KafkaConnection connection, String topic, SharedTarget target) {
    VersionsFollower follower = new VersionsFollower(connection, topic, target);
    follower.thread.start();
    return follower;
  }

  /** Asks whether everything that is told by now has been read; see {@link #hasAnswered}. */
  public long ask() {
    return asked.incrementAndGet();
  }

  /**
   * Whether everything has been read that was told when this question was asked.
   *
   * @throws RuntimeException what made the follower stop, if it has stopped
   */
  public boolean hasAnswered(long question) {
    failure.ifPresent(
        fault -> {
          throw fault;
        });
    Progress now = progress;
    return now.answered() >= question && now.behind() == 0;
  }

  /** How many records are still to be read, as far as known. */
  public long behind() {
    return progress.behind();
  }

  /** How far it is, in one line for people. */
  public String describe() {
    Progress now = progress;
    return now.from() == 0
        ? "looking for versions of other workers"
        : "reading versions of other workers: %d of %d records"
            .formatted(now.from() - now.behind(), now.from());
  }

  private void follow() {
    while (closing.getCount() > 0) {
      try {
        session();
      } catch (WakeupException e) {
        LOG.debug("woken up to close");
      } catch (KafkaException | BrokerUnreachableException | UnknownTopicException e) {
        LOG.info("not following {} for the moment: {}", topic, KafkaFaults.oneLine(e));
        pause();
      } catch (Throwable e) { // an Error, too, must show
        LOG.error("not following {} any more", topic, e);
        failure =
            Optional.of(
                e instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException("not following " + topic + " any more: " + e, e));
        return;
      }
    }
  }

  private void pause() {
    try {
      closing.await(BACKOFF_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void session() {
    try (KafkaConsumer<byte[], byte[]> reader = TopicReader.consumer(connection, topic)) {
      consumer = Optional.of(reader);
      Map<Integer, PartitionAssembly> assemblies = new HashMap<>();
      for (TopicPartition partition : reader.assignment()) {
        SourcePartition ours = new SourcePartition(topic, partition.partition());
        assemblies.put(partition.partition(), new PartitionAssembly(ours, target));
        OptionalLong stored = target.position(ours);
        if (stored.isPresent()) {
          reader.seek(partition, stored.getAsLong());
        } else {
          reader.seekToBeginning(List.of(partition));
        }
      }
      Map<TopicPartition, Long> ends = Map.of();
      progress = new Progress(-1, 0, 0); // an end of an earlier session says nothing here
      while (closing.getCount() > 0) {
        long question = asked.get();
        if (question > progress.answered()) {
          ends = reader.endOffsets(reader.assignment(), PATIENCE);
          long behind = behind(reader, ends);
          progress = new Progress(question, behind, behind);
        }
        TopicReader.poll(reader, POLL)
            .forEach(
                record ->
                    Objects.requireNonNull(assemblies.get(record.partition())).accept(record));
        if (progress.behind() > 0) {
          progress = new Progress(progress.answered(), behind(reader, ends), progress.from());
        }
      }
    } finally {
      consumer = Optional.empty();
    }
  }

  private static long behind(KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) {
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - reader.position(end.getKey(), PATIENCE));
    }
    return behind;
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.ifPresent(KafkaConsumer::wakeup);
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        LOG.error("the thread that follows {} did not end", topic);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
