package org.lammstream.manager.api.topic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.consume.TopicReader;
import org.lammstream.stream.consume.UnknownTopicException;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the results topic from its beginning and then as it grows, on a thread of its own, and goes
 * on whatever happens: a broker that is away and a topic that is not there yet are waited for.
 */
final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final KafkaConnection connection;
  private final Topics topics;
  private final TopicSource source;
  private final Thread thread = new Thread(this::follow, "lamm-dashboard");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean caughtUp;
  private volatile Optional<String> problem = Optional.of("connecting");
  private volatile Optional<TopicReader> reading = Optional.empty();
  private boolean complained;

  private TopicFollower(KafkaConnection connection, Topics topics, TopicSource source) {
    this.connection = connection;
    this.topics = topics;
    this.source = source;
    thread.setDaemon(true);
  }

  static TopicFollower start(KafkaConnection connection, Topics topics, TopicSource source) {
    TopicFollower follower = new TopicFollower(connection, topics, source);
    follower.thread.start();
    return follower;
  }

  /** What keeps it from reading now; empty while it reads. */
  Optional<String> problem() {
    return problem;
  }

  /** Whether it has once read all that there was. */
  boolean isCaughtUp() {
    return caughtUp;
  }

  /** What its consumer measures; nothing while there is none. */
  List<ClientMetric> clientMetrics() {
    return reading.map(TopicReader::clientMetrics).orElse(List.of());
  }

  private void follow() {
    while (isOpen()) {
      try (TopicReader reader = TopicReader.fromBeginning(connection, topics.results())) {
        source.begin();
        reading = Optional.of(reader);
        read(reader);
      } catch (UnknownTopicException e) {
        problem =
            Optional.of(
                "there is no topic " + topics.results() + " yet; a worker makes it when it starts");
      } catch (BrokerUnreachableException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        if (isOpen()) {
          LOG.warn("reading {} failed, begins again", topics.results(), e);
          problem = Optional.of("reading failed: " + e.getMessage());
        }
      } finally {
        reading = Optional.empty();
      }
      pause();
    }
  }

  private void read(TopicReader reader) {
    boolean atEnd = false;
    long checked = System.nanoTime();
    problem = Optional.empty();
    while (isOpen()) {
      List<RawRecord> records = reader.poll(POLL);
      records.forEach(this::take);
      source.look();
      boolean due = System.nanoTime() - checked > BETWEEN_CHECKS.toNanos();
      if (due || (!atEnd && records.isEmpty())) {
        atEnd |= check(reader);
        checked = System.nanoTime();
      }
    }
  }

  /** Kafka's consumer waits in silence for a broker that is away, so that is asked for. */
  private boolean check(TopicReader reader) {
    try {
      boolean atEnd = reader.behind(ANSWER) == 0;
      if (atEnd) {
        source.caughtUp();
        caughtUp = true;
      }
      problem = Optional.empty();
      return atEnd;
    } catch (BrokerUnreachableException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void take(RawRecord record) {
    try {
      if (StatusEvents.isStatus(record)) {
        source.status(StatusEvents.read(record));
      } else {
        source.result(ResultEvents.read(record));
      }
    } catch (RejectedEventException e) {
      if (complained) {
        LOG.debug("{} is no result: {}", record, e.getMessage());
      } else {
        complained = true;
        LOG.warn(
            "{} is no result: {}; it is passed over, and so are others without a word",
            record,
            e.getMessage());
      }
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private void pause() {
    try {
      boolean unused = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.trace("closing", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
