package org.lammstream.stream.consume;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that one Kafka consumer has now: where they are read from, which are paused, what
 * is on the training thread. Used on the poll thread only; lives as long as the Kafka consumer.
 */
final class Lanes implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final TaskProcessor processor;
  private final TrainingThread training;
  private final AssemblyLimits limits;
  private final InstantSource clock;
  private final Set<TopicPartition> onTheWay;
  private final java.util.function.Consumer<Throwable> failures;
  private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
  private final Queue<TopicPartition> refused = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, PartitionLane> lanes = new HashMap<>();
  private final Map<TopicPartition, Lease> unpositioned = new HashMap<>();
  private volatile Optional<ConsumerGroupMetadata> membership = Optional.empty();

  /** A lane whose work is done. */
  private record Finished(PartitionLane lane, boolean refused) {}

  /**
   * Begins without partitions.
   *
   * @param onTheWay partitions whose work is on the training thread; survives this object, because
   *     such work outlives a lost assignment
   * @param failures told of work that the processor can neither process nor reject
   */
  Lanes(
      Consumer<byte[], byte[]> consumer,
      TaskProcessor processor,
      TrainingThread training,
      AssemblyLimits limits,
      InstantSource clock,
      Set<TopicPartition> onTheWay,
      java.util.function.Consumer<Throwable> failures) {
    this.consumer = consumer;
    this.processor = processor;
    this.training = training;
    this.limits = limits;
    this.clock = clock;
    this.onTheWay = onTheWay;
    this.failures = failures;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    for (TopicPartition partition : assigned) {
      // Its true position may only be known when work from an earlier assignment is committed.
      consumer.pause(List.of(partition));
      consumer.seek(partition, 0);
      unpositioned.put(partition, new Lease(() -> membership));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    commit(revoked);
    onPartitionsLost(revoked);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    for (TopicPartition partition : lost) {
      Optional.ofNullable(lanes.remove(partition)).ifPresent(lane -> lane.lease().lose());
      Optional.ofNullable(unpositioned.remove(partition)).ifPresent(Lease::lose);
    }
  }

  private void positionThoseThatCan() {
    for (TopicPartition partition : List.copyOf(unpositioned.keySet())) {
      // Asking Kafka for what is committed can bring news of the assignment.
      Lease lease = unpositioned.get(partition);
      if (lease == null
          || onTheWay.contains(partition)
          || !isPrepared(partition, lease)
          || lease.isLost()) {
        continue;
      }
      OptionalLong stored = resumeOffset(partition);
      if (stored.isPresent()) {
        consumer.seek(partition, stored.getAsLong());
        open(partition, stored.getAsLong());
      } else {
        beginAtStart(partition);
      }
    }
  }

  private boolean isPrepared(TopicPartition partition, Lease lease) {
    try {
      return processor.prepare(ours(partition), lease, () -> committed(partition));
    } catch (KafkaException e) {
      LOG.debug("{} is not ready yet", partition, e); // it is asked again
      return false;
    } catch (RuntimeException e) {
      throw new ProcessorFaultException(e);
    }
  }

  /** Waits for a transaction that another consumer has not ended yet, and fails if it lasts. */
  private OptionalLong committed(TopicPartition partition) {
    OffsetAndMetadata known = consumer.committed(Set.of(partition), COMMIT_PATIENCE).get(partition);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.offset());
  }

  private OptionalLong resumeOffset(TopicPartition partition) {
    try {
      return processor.resumeOffset(ours(partition));
    } catch (RuntimeException e) {
      throw new ProcessorFaultException(e);
    }
  }

  private boolean isApplied(String learner, String eventId) {
    try {
      return processor.isApplied(learner, eventId);
    } catch (RuntimeException e) {
      throw new ProcessorFaultException(e);
    }
  }

  /** Whether a partition is read. */
  boolean isOpen(TopicPartition partition) {
    return lanes.containsKey(partition);
  }

  /** Reads a partition from its first record that still exists. */
  void beginAtStart(TopicPartition partition) {
    consumer.seekToBeginning(List.of(partition));
    open(partition, 0);
  }

  private void open(TopicPartition partition, long offset) {
    SourcePartition source = ours(partition);
    PartitionInbox inbox = new PartitionInbox(source, offset, limits, this::isApplied);
    Lease lease =
        Optional.ofNullable(unpositioned.remove(partition))
            .orElseGet(() -> Objects.requireNonNull(lanes.get(partition)).lease());
    lanes.put(partition, new PartitionLane(inbox, lease));
    consumer.resume(List.of(partition));
  }

  /** Takes what was read, and what came back; hands on what can be worked on. */
  void advance(ConsumerRecords<byte[], byte[]> read) {
    membership = Optional.of(consumer.groupMetadata());
    for (TopicPartition partition : read.partitions()) {
      PartitionLane lane = lanes.get(partition);
      if (lane != null) {
        lane.add(read.records(partition).stream().map(KafkaRecords::toRaw).toList());
      }
    }
    takeFinished();
    positionThoseThatCan();
    Instant now = clock.instant();
    lanes.forEach((partition, lane) -> advance(partition, lane, now));
    commit(List.of());
  }

  private void advance(TopicPartition partition, PartitionLane lane, Instant now) {
    if (lane.isIdle() && consumer.currentLag(partition).orElse(1) == 0) {
      lane.expire(now);
    }
    lane.next(now).ifPresent(work -> submit(partition, lane, work));
    if (lane.isIdle()) {
      consumer.resume(List.of(partition));
    } else {
      consumer.pause(List.of(partition));
    }
  }

  private void submit(TopicPartition partition, PartitionLane lane, Work work) {
    onTheWay.add(partition);
    training.submit(
        work,
        lane.lease(),
        outcome -> {
          onTheWay.remove(partition);
          if (outcome instanceof TrainingThread.Done done) {
            finished.add(new Finished(lane, done.refused()));
          } else if (outcome instanceof TrainingThread.Failed failed) {
            failures.accept(failed.fault());
          } else if (outcome instanceof TrainingThread.Lost) {
            refused.add(partition);
          }
        });
  }

  private void takeFinished() {
    for (Finished one = finished.poll(); one != null; one = finished.poll()) {
      one.lane().finished(one.refused());
    }
    for (TopicPartition at = refused.poll(); at != null; at = refused.poll()) {
      beginAnew(at);
    }
  }

  /** The broker refused our work; where the partition is still ours, it is taken up once more. */
  private void beginAnew(TopicPartition partition) {
    PartitionLane lane = lanes.get(partition);
    if (lane == null || !lane.isBusy()) {
      return;
    }
    LOG.info("{} is taken up once more, for its task was not accepted", partition);
    lane.lease().lose();
    lanes.remove(partition);
    consumer.pause(List.of(partition));
    unpositioned.put(partition, new Lease(() -> membership));
  }

  /** Tells the group how far we are: at once for those that are given away, lazily for others. */
  private void commit(Collection<TopicPartition> givenAway) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    lanes.forEach(
        (partition, lane) ->
            lane.offsetToCommit()
                .ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
    if (offsets.isEmpty() || processor.commitsOffsets()) {
      return;
    }
    try {
      if (givenAway.isEmpty()) {
        consumer.commitAsync(
            offsets,
            (done, fault) -> {
              if (fault != null) {
                LOG.debug("offsets not committed", fault);
              }
            });
      } else {
        consumer.commitSync(offsets, COMMIT_PATIENCE);
      }
    } catch (KafkaException e) {
      // Only lag tools read these offsets; the truth is in the store.
      LOG.debug("offsets not committed", e);
    }
  }

  /** Commits once more what has been finished. */
  void close() {
    takeFinished();
    commit(List.copyOf(lanes.keySet()));
    onPartitionsLost(consumer.assignment());
  }

  /** Whether an assigned partition is not read yet. */
  boolean isPreparing() {
    return !unpositioned.isEmpty();
  }

  Set<SourcePartition> partitions() {
    Set<SourcePartition> all = new HashSet<>();
    lanes.keySet().forEach(partition -> all.add(ours(partition)));
    return all;
  }

  /** How many partitions have unfinished work. */
  int busy() {
    return (int) lanes.values().stream().filter(lane -> !lane.isIdle()).count();
  }

  private static SourcePartition ours(TopicPartition partition) {
    return new SourcePartition(partition.topic(), partition.partition());
  }
}
