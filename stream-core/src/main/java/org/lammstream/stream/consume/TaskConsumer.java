package org.lammstream.stream.consume;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the task topic and drives a {@link TaskProcessor}: one thread polls, one trains.
 *
 * <p>Tasks of one partition are processed in order, one at a time; while one is in process the
 * partition is paused and polling goes on, so that no length of training costs the membership in
 * the consumer group. Reading begins where the processor says, not where the group's offsets are.
 * When the broker goes away the consumer waits and carries on.
 *
 * <p>Thread-safe. {@link #close} must not be called by the processor.
 */
public final class TaskConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskConsumer.class);
  private static final long BEYOND_CLOSE_TIMEOUT_MILLIS = 15_000;

  private final PollLoop loop;
  private final Thread thread;
  private final long closeMillis;

  private TaskConsumer(PollLoop loop, long closeMillis) {
    this.loop = loop;
    this.closeMillis = closeMillis;
    this.thread = new Thread(loop, "lamm-poll");
    thread.setDaemon(true);
  }

  /**
   * Starts to consume. Returns at once; whether the broker is there shows in {@link #health}.
   *
   * @param processor is used until {@link #close} has returned, and is not closed
   */
  public static TaskConsumer start(
      KafkaConnection connection,
      Topics topics,
      TaskConsumerSettings settings,
      TaskProcessor processor) {
    return start(connection, topics, settings, processor, InstantSource.system());
  }

  static TaskConsumer start(
      KafkaConnection connection,
      Topics topics,
      TaskConsumerSettings settings,
      TaskProcessor processor,
      InstantSource clock) {
    PollLoop loop = new PollLoop(connection, topics.tasks(), settings, processor, clock);
    TaskConsumer consumer =
        new TaskConsumer(loop, settings.closeTimeout().toMillis() + BEYOND_CLOSE_TIMEOUT_MILLIS);
    consumer.thread.start();
    return consumer;
  }

  /** How it is doing now. */
  public ConsumerHealth health() {
    return loop.health();
  }

  /** What its Kafka consumer measures about itself; empty while it has none. */
  public List<ClientMetric> clientMetrics() {
    return loop.clientMetrics();
  }

  /** What made it fail, where it has failed. */
  public Optional<Throwable> failure() {
    return loop.fault();
  }

  /** Waits until it has been closed or has failed. */
  public void join() throws InterruptedException {
    thread.join();
  }

  /**
   * Begins no further task and waits for the one in process, to be called before {@link #close}.
   * Membership is kept meanwhile.
   *
   * @return whether no task is in process any more
   */
  public boolean finish(Duration patience) throws InterruptedException {
    return loop.finish(patience);
  }

  /**
   * Interrupts the task in process, waits for both threads to end and leaves the group. What was
   * not committed is delivered again after the next start.
   */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(closeMillis);
      if (thread.isAlive()) {
        LOG.error(
            "the poll thread did not end within {} s",
            TimeUnit.MILLISECONDS.toSeconds(closeMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
