package org.lammstream.manager.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.publish.GroupPublisher;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a worker one of several that share the learners: it tells its versions on the versions
 * topic and follows those of the others, so that each can go on where another one stopped. Close it
 * after the worker and before the store.
 */
public final class GroupMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
  private static final Duration TRANSACTION = Duration.ofSeconds(15);

  /** Longer than the end of a transaction takes to reach all partitions. */
  private static final long MARKERS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EmbeddingStore store;
  private final GroupPublisher publisher;
  private final SharedVersions shared;
  private final GroupPath path;
  private final Map<SourcePartition, Preparation> preparations = new ConcurrentHashMap<>();

  /**
   * Getting ready for a partition.
   *
   * @param committed what the group says of it
   * @param question asked of the follower
   * @param since nanoseconds
   */
  private record Preparation(Lease lease, OptionalLong committed, long question, long since) {}

  private GroupMember(
      EmbeddingStore store,
      GroupPublisher publisher,
      SharedVersions shared,
      UnaryOperator<RecordSink> around) {
    this.store = store;
    this.publisher = publisher;
    this.shared = shared;
    this.path = new GroupPath(store, publisher, shared, around);
  }

  /**
   * Joins; begins to follow at once.
   *
   * @param group the consumer group
   * @param around stands around the publishing of results
   */
  public static GroupMember join(
      KafkaConnection connection,
      Topics topics,
      String group,
      EmbeddingStore store,
      UnaryOperator<RecordSink> around) {
    store.sharing().announceChanges();
    GroupPublisher publisher = new GroupPublisher(connection, name(group, store), TRANSACTION);
    return new GroupMember(store, publisher, new SharedVersions(connection, topics, store), around);
  }

  /**
   * The same after a restart, so that the broker at once ends what a killed worker left open; and
   * another one for a copy of the store elsewhere.
   */
  private static String name(String group, EmbeddingStore store) {
    String place = host() + store.directory();
    return "lamm-%s-%x-%x".formatted(group, store.sharing().id(), place.hashCode());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  CommitPath path() {
    return path;
  }

  /** See {@link org.lammstream.stream.consume.TaskProcessor#prepare}. */
  boolean prepare(SourcePartition partition, Lease lease, Supplier<OptionalLong> committed) {
    Preparation known = preparations.get(partition);
    if (known == null || known.lease() != lease) {
      // First what is committed, then the question: what was committed has been told by then.
      known = new Preparation(lease, committed.get(), shared.ask(), System.nanoTime());
      preparations.put(partition, known);
    }
    if (!shared.hasRead(known.question())) {
      return false;
    }
    if (isBehind(partition, known.committed())) {
      if (System.nanoTime() - known.since() < MARKERS_NANOS) {
        preparations.put(
            partition, new Preparation(lease, known.committed(), shared.ask(), known.since()));
        return false;
      }
      LOG.warn(
          "the group has committed {} of {}, which no worker has told of on the versions topic;"
              + " reading on from {}",
          known.committed().getAsLong(),
          partition,
          store.nextOffset(partition));
    }
    preparations.remove(partition);
    path.own(partition, lease);
    return true;
  }

  private boolean isBehind(SourcePartition partition, OptionalLong committed) {
    return committed.isPresent() && store.nextOffset(partition).orElse(0) < committed.getAsLong();
  }

  /** See {@link org.lammstream.stream.consume.TaskProcessor#preparation}. */
  Optional<String> preparation() {
    return preparations.isEmpty() ? Optional.empty() : Optional.of(shared.describe());
  }

  /** What the publisher measures about itself. */
  public List<ClientMetric> clientMetrics() {
    return publisher.clientMetrics();
  }

  @Override
  public void close() {
    shared.close();
    publisher.close();
  }
}
