package org.lammstream.stream.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a task led to in one transaction with the task's offset. The broker takes it only
 * from the member of the group that has the task's partition, and whole or not at all. Confined to
 * one thread, except for {@link #clientMetrics}.
 */
public final class GroupPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPublisher.class);
  private static final int LARGEST_REQUEST = 8 << 20;
  private static final Duration MEMBERSHIP_PATIENCE = Duration.ofSeconds(5);
  private static final long MEMBERSHIP_RETRY_MILLIS = 50;

  private final KafkaConnection connection;
  private final Map<String, Object> settings;
  private final Duration timeout;
  private volatile Optional<KafkaProducer<byte[], byte[]>> producer = Optional.empty();

  /**
   * The broker is asked for the first time by {@link #begin}.
   *
   * @param name of this publisher at the broker, where a later one of the same name ends what an
   *     earlier one left open; no two may run at once under one name
   * @param timeout how long a transaction may stay open, unless the connection's properties say
   *     otherwise, and how long the broker is waited for
   */
  public GroupPublisher(KafkaConnection connection, String name, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    this.connection = connection;
    this.timeout = timeout;
    this.settings =
        connection.settings(
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "lamm-group-publisher",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                millis),
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                name,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                millis));
  }

  /**
   * Opens a transaction. When this returns, the broker has confirmed that the partition is ours,
   * and gives it to nobody else before the transaction has ended.
   *
   * @param task what is dealt with; empty where nothing is, and nobody has to be asked
   * @throws LostPartitionException if another worker has the partition
   * @throws BrokerUnreachableException if no broker answers in time
   */
  public Transaction begin(Optional<SourcePosition> task, Lease lease)
      throws LostPartitionException, InterruptedException {
    long deadline = System.nanoTime() + MEMBERSHIP_PATIENCE.toNanos();
    while (true) {
      Optional<ConsumerGroupMetadata> member = lease.membership();
      Transaction transaction = new Transaction(begun());
      try {
        if (task.isPresent() && member.isPresent()) {
          transaction.claim(task.get(), member.get());
        }
        return transaction;
      } catch (CommitFailedException | FencedInstanceIdException e) {
        transaction.close();
        // The group may have moved on without taking the partition; then we hear of it soon.
        if (System.nanoTime() > deadline) {
          throw new LostPartitionException(e);
        }
        TimeUnit.MILLISECONDS.sleep(MEMBERSHIP_RETRY_MILLIS);
      } catch (RuntimeException e) {
        transaction.close();
        throw translate(e);
      }
    }
  }

  private KafkaProducer<byte[], byte[]> begun() {
    try {
      KafkaProducer<byte[], byte[]> ready = producer.orElseGet(this::opened);
      ready.beginTransaction();
      return ready;
    } catch (RuntimeException e) { // an IllegalStateException where an earlier end is uncertain
      discard();
      throw translate(e);
    }
  }

  /**
   * Makes sure that no transaction of an earlier run or of a broken producer is open any more. What
   * it was to make visible is visible then, or never will be.
   *
   * @throws BrokerUnreachableException if no broker answers in time
   */
  public void settle() {
    if (producer.isEmpty()) {
      try {
        KafkaProducer<byte[], byte[]> unused = opened();
      } catch (RuntimeException e) {
        discard();
        throw translate(e);
      }
    }
  }

  private KafkaProducer<byte[], byte[]> opened() {
    KafkaProducer<byte[], byte[]> fresh =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer = Optional.of(fresh);
    fresh.initTransactions();
    return fresh;
  }

  private RuntimeException translate(RuntimeException fault) {
    if (KafkaFaults.isUnreachable(fault)) {
      return KafkaFaults.unreachable(connection, timeout, fault);
    }
    boolean passing =
        fault instanceof IllegalStateException
            || (fault instanceof KafkaException && !KafkaFaults.isRefusal(fault));
    return passing ? new TransactionFailedException(fault) : fault;
  }

  /** A producer whose transaction went wrong is of no use; the next one ends what it left. */
  private void discard() {
    close(Duration.ZERO);
  }

  /** What the producer measures about itself; empty while there is none. */
  public List<ClientMetric> clientMetrics() {
    return producer.map(live -> ClientMetric.all(live.metrics())).orElse(List.of());
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }

  private void close(Duration patience) {
    Optional<KafkaProducer<byte[], byte[]>> old = producer;
    producer = Optional.empty(); // closing fails in an interrupted thread, and yet it is closed
    try {
      old.ifPresent(live -> live.close(patience));
    } catch (InterruptException e) {
      LOG.debug("closed in haste", e);
    }
  }

  /** One transaction; closing it without {@link #commit} takes all of it back. */
  public final class Transaction implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> sender;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private boolean ending;
    private boolean over;

    private record Sent(OutgoingRecord record, Future<RecordMetadata> future) {}

    private Transaction(KafkaProducer<byte[], byte[]> sender) {
      this.sender = sender;
    }

    private void claim(SourcePosition task, ConsumerGroupMetadata member) {
      TopicPartition partition =
          new TopicPartition(task.partition().topic(), task.partition().partition());
      sender.sendOffsetsToTransaction(
          Map.of(partition, new OffsetAndMetadata(task.resumeOffset())), member);
    }

    /** How many partitions a topic has. */
    public int partitions(String topic) {
      return sender.partitionsFor(topic).size();
    }

    /**
     * Sends a record.
     *
     * @param partition where it goes; empty lets its key decide
     */
    public void send(OutgoingRecord record, OptionalInt partition) {
      try {
        sent.add(new Sent(record, sender.send(ProducerRecords.of(record, partition))));
        forgetAcknowledged();
      } catch (KafkaException e) {
        throw translate(e);
      }
    }

    /** A large version must not stay in memory until its last record is sent. */
    private void forgetAcknowledged() {
      while (sent.size() > 1 && isAcknowledged(sent.element())) {
        sent.remove();
      }
    }

    private static boolean isAcknowledged(Sent one) {
      try {
        return one.future().isDone() && one.future().get() != null;
      } catch (ExecutionException | InterruptedException e) {
        return false; // it is told when the transaction ends
      }
    }

    /**
     * Makes everything visible at once, with the task's offset.
     *
     * @throws LostPartitionException if the broker ended the transaction because it was open for
     *     too long; another worker may have the partition
     * @throws RecordRefusedException if one of the records will never be taken
     * @throws BrokerUnreachableException if no broker answered in time; whether it is committed is
     *     open then
     */
    public void commit() throws LostPartitionException {
      try {
        sender.flush();
        for (Sent one : sent) {
          await(one);
        }
        ending = true;
        sender.commitTransaction();
        over = true;
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        throw new LostPartitionException(e);
      } catch (KafkaException e) {
        throw translate(e);
      }
    }

    private void await(Sent one) throws LostPartitionException {
      try {
        RecordMetadata unused = one.future().get();
      } catch (InterruptedException e) {
        throw new InterruptException(e); // restores the interrupt flag
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        if (cause instanceof ProducerFencedException
            || cause instanceof InvalidProducerEpochException
            || cause instanceof InvalidTxnStateException) {
          throw new LostPartitionException(cause);
        }
        if (KafkaFaults.isRefusal(cause)) {
          throw new RecordRefusedException(one.record(), cause);
        }
        throw cause instanceof KafkaException fault ? fault : new KafkaException(cause);
      }
    }

    @Override
    public void close() {
      if (over) {
        return;
      }
      over = true;
      if (ending) {
        discard(); // how it ended is uncertain: the next producer makes it certain
        return;
      }
      try {
        sender.abortTransaction();
      } catch (RuntimeException e) {
        discard();
      }
    }
  }
}
