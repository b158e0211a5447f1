package org.lammstream.stream.consume;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the poll thread does: it never works on a task, and never stops polling for long. */
final class PollLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final long FIRST_BACKOFF_MILLIS = 500;
  private static final long LONGEST_BACKOFF_MILLIS = 15_000;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final KafkaConnection connection;
  private final String topic;
  private final TaskConsumerSettings settings;
  private final TaskProcessor processor;
  private final TrainingThread training;
  private final InstantSource clock;
  private final Set<TopicPartition> onTheWay = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<Throwable> fault = Optional.empty();
  private volatile Optional<ConsumerSession> session = Optional.empty();
  private volatile ConsumerHealth health =
      new ConsumerHealth(State.STARTING, Set.of(), 0, 0, 0, Optional.empty());
  private long backoffMillis = FIRST_BACKOFF_MILLIS;
  private long lastReachable = System.nanoTime();

  PollLoop(
      KafkaConnection connection,
      String topic,
      TaskConsumerSettings settings,
      TaskProcessor processor,
      InstantSource clock) {
    this.connection = connection;
    this.topic = topic;
    this.settings = settings;
    this.processor = processor;
    this.training = new TrainingThread(processor);
    this.clock = clock;
  }

  ConsumerHealth health() {
    return health;
  }

  List<ClientMetric> clientMetrics() {
    return session.map(ConsumerSession::clientMetrics).orElse(List.of());
  }

  Optional<Throwable> fault() {
    return fault;
  }

  /** As {@link TrainingThread#finish}. */
  boolean finish(Duration timeout) throws InterruptedException {
    return training.finish(timeout);
  }

  /** Asks the loop to end; may be called from any thread, and again. */
  void stop() {
    closing.countDown();
    session.ifPresent(ConsumerSession::wakeup);
  }

  private boolean isOver() {
    return closing.getCount() == 0 || fault.isPresent();
  }

  @Override
  public void run() {
    try {
      training.startIdling(this::fail);
      while (!isOver()) {
        runSession();
      }
    } catch (Throwable e) { // an Error, too, must show up in the health
      fail(e);
    } finally {
      closeTraining();
      report(isFailed() ? State.FAILED : State.CLOSED, health.partitions(), Optional.empty());
    }
  }

  private void runSession() throws InterruptedException {
    try (ConsumerSession current =
        new ConsumerSession(connection, settings, topic, this::newLanes)) {
      session = Optional.of(current);
      runUntilOver(current);
    } catch (WakeupException e) {
      LOG.debug("woken up while closing");
    } catch (KafkaException e) {
      if (isFatal(e)) {
        throw e;
      }
      String problem = KafkaFaults.isUnreachable(e) ? unreachable() : KafkaFaults.oneLine(e);
      LOG.warn("{}; trying again in {} ms", problem, backoffMillis);
      report(State.WAITING_FOR_BROKER, Set.of(), Optional.of(problem));
      closing.await(backoffMillis, TimeUnit.MILLISECONDS);
      backoffMillis = Math.min(LONGEST_BACKOFF_MILLIS, 2 * backoffMillis);
    } finally {
      session = Optional.empty();
    }
  }

  /** Whatever ends the polling for good, the training thread is quiet before the session closes. */
  private void runUntilOver(ConsumerSession current) {
    try {
      current.run(this::isOver, this::report);
    } catch (WakeupException e) {
      LOG.debug("woken up to close");
    } catch (KafkaException e) {
      if (isFatal(e)) {
        fail(e);
      } else if (!isOver()) {
        throw e;
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    closeTraining();
  }

  private void closeTraining() {
    try {
      if (!training.close(settings.closeTimeout())) {
        fail(new IllegalStateException("the task in process did not end in time"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Lanes newLanes(KafkaConsumer<byte[], byte[]> consumer) {
    return new Lanes(consumer, processor, training, settings.limits(), clock, onTheWay, this::fail);
  }

  /** The first fault counts. */
  private synchronized void fail(Throwable e) {
    if (fault.isEmpty()) {
      fault = Optional.of(e);
      LOG.error("the consumer stops", e);
    }
  }

  private boolean isFailed() {
    return fault.isPresent();
  }

  private static boolean isFatal(KafkaException e) {
    if (KafkaFaults.isUnreachable(e)) {
      return false;
    }
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof ProcessorFaultException
          || at instanceof AuthenticationException
          || at instanceof AuthorizationException
          || at instanceof InvalidGroupIdException
          || at instanceof FencedInstanceIdException
          || at instanceof UnsupportedVersionException
          || at instanceof ConfigException) {
        return true;
      }
    }
    return false;
  }

  private void report(ConsumerSession current) {
    long now = System.nanoTime();
    boolean assigned = !current.lanes().partitions().isEmpty();
    if (current.isReachable()) {
      lastReachable = now;
      backoffMillis = FIRST_BACKOFF_MILLIS;
    }
    if (now - lastReachable > SILENCE_NANOS) {
      report(State.WAITING_FOR_BROKER, current.lanes().partitions(), Optional.of(unreachable()));
    } else if (current.lanes().isPreparing()) {
      report(State.RESTORING, current.lanes().partitions(), processor.preparation());
    } else {
      // A worker beyond the number of partitions has none and still runs.
      boolean before = health.state() == State.RUNNING || health.state() == State.RESTORING;
      boolean running = assigned || before;
      State state = running ? State.RUNNING : State.STARTING;
      report(state, current.lanes().partitions(), Optional.empty());
    }
  }

  private String unreachable() {
    return "no Kafka broker answers at " + connection.bootstrapServers();
  }

  private void report(State state, Set<SourcePartition> partitions, Optional<String> problem) {
    Optional<String> words = fault.map(KafkaFaults::oneLine).or(() -> problem);
    health =
        new ConsumerHealth(
            state, partitions, training.processed(), training.rejected(), onTheWay.size(), words);
  }
}
