package org.lammstream.stream.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.record.RawRecord;

/**
 * The tasks of one learner between a starting point of the task topic and its end as it was at
 * opening, put together from their parts, duplicates included. Only reads.
 *
 * <p>A learner's tasks share a partition, in which order holds. Where they do not, because
 * partitions were added once, tasks of different partitions are given in the order of the records'
 * times. One whole task per partition is held at a time. Not thread-safe.
 */
public final class LearnerTasks implements AutoCloseable {
  private static final int MOST_NAMES = 10;

  private final TopicSpan span;
  private final byte[] key;
  private final Map<Integer, Lane> lanes = new TreeMap<>();
  private final Set<String> others = new TreeSet<>();
  private final Consumer<RejectedDelivery> faults;
  private long passedOver;

  private LearnerTasks(TopicSpan span, byte[] key, Consumer<RejectedDelivery> faults) {
    this.span = span;
    this.key = key;
    this.faults = faults;
  }

  /**
   * Opens a topic.
   *
   * @param from where reading begins; a task of which some parts lie before it is a fault
   * @param until no record younger than this is read
   * @param faults hears of this learner's records that are no whole, proper task
   * @throws BrokerUnreachableException if no broker answers
   * @throws UnknownTopicException if there is no such topic
   */
  public static LearnerTasks open(
      KafkaConnection connection,
      String topic,
      String learner,
      ReadFrom from,
      Optional<Instant> until,
      Consumer<RejectedDelivery> faults) {
    TopicSpan span = TopicSpan.open(connection, topic, from, until);
    LearnerTasks tasks = new LearnerTasks(span, learner.getBytes(UTF_8), faults);
    for (int partition : span.partitions()) {
      PartitionInbox inbox =
          new PartitionInbox(
              new SourcePartition(topic, partition),
              span.start(partition),
              AssemblyLimits.defaults(),
              (anyLearner, eventId) -> false);
      tasks.lanes.put(partition, tasks.new Lane(partition, inbox));
    }
    return tasks;
  }

  /**
   * The next task; empty at the end.
   *
   * @throws BrokerUnreachableException if the broker has gone
   */
  public Optional<TaskDelivery> next() {
    while (true) {
      lanes.values().forEach(Lane::advance);
      Set<Integer> hungry =
          lanes.values().stream()
              .filter(Lane::isHungry)
              .map(lane -> lane.partition)
              .collect(Collectors.toSet());
      if (hungry.isEmpty()) {
        return lanes.values().stream()
            .filter(lane -> lane.ready.isPresent())
            .min(Comparator.comparing(Lane::readyTime))
            .flatMap(Lane::take);
      }
      for (RawRecord record : span.poll(hungry)) {
        sort(record);
      }
    }
  }

  private void sort(RawRecord record) {
    if (record.key().filter(bytes -> Arrays.equals(bytes, key)).isPresent()) {
      Optional.ofNullable(lanes.get(record.partition())).ifPresent(lane -> lane.raw.add(record));
      return;
    }
    passedOver++;
    if (others.size() < MOST_NAMES) {
      record.key().map(bytes -> new String(bytes, UTF_8)).ifPresent(others::add);
    }
  }

  /** How many records of others have been passed over. */
  public long passedOver() {
    return passedOver;
  }

  /** Names of some of the other learners whose records have been passed over. */
  public Set<String> others() {
    return Set.copyOf(others);
  }

  /** How much of the topic has been read, from 0 to 1. */
  public double fraction() {
    return span.total() == 0 ? 1 : (double) span.passed() / span.total();
  }

  @Override
  public void close() {
    span.close();
  }

  /** A task and the time of its last record. */
  private record Ready(TaskDelivery delivery, Instant time) {}

  /** A partition: what was read of it, up to one whole task. */
  private final class Lane {
    private final int partition;
    private final PartitionInbox inbox;
    private final Deque<RawRecord> raw = new ArrayDeque<>();
    private final Deque<Work> works = new ArrayDeque<>();
    private Optional<Ready> ready = Optional.empty();
    private boolean ended;

    Lane(int partition, PartitionInbox inbox) {
      this.partition = partition;
      this.inbox = inbox;
    }

    boolean isHungry() {
      return ready.isEmpty() && !ended;
    }

    Instant readyTime() {
      return ready.map(Ready::time).orElse(Instant.MAX);
    }

    Optional<TaskDelivery> take() {
      Optional<TaskDelivery> taken = ready.map(Ready::delivery);
      ready = Optional.empty();
      return taken;
    }

    void advance() {
      while (ready.isEmpty()) {
        if (!works.isEmpty()) {
          open(works.remove());
        } else if (!raw.isEmpty()) {
          works.addAll(inbox.accept(raw.remove(), Instant.EPOCH));
        } else if (!ended && span.isDone(partition)) {
          ended = true;
          works.addAll(inbox.expire(Instant.MAX)); // what is still missing will not come
        } else {
          return;
        }
      }
    }

    private void open(Work work) {
      List<RawRecord> records = work.records();
      try {
        ready =
            Optional.of(new Ready(work.delivery(), records.get(records.size() - 1).timestamp()));
      } catch (RejectedEventException e) {
        faults.accept(work.rejected(e.rejection(), e.reasonBehind()));
      }
    }
  }
}
