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

/**
 * What makes a worker one of several that share the learners: it tells its versions on the versions
 * topic and follows those of the others, so that each can go on where another one stopped. Close it
 * after the worker and before the store.
 */
public final class GroupMember implements AutoCloseable {
  private static final Duration TRANSACTION = Duration.ofSeconds(30);

  /** Longer than what others have committed takes to be told, where nothing is wrong. */
  private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final EmbeddingStore store;
  private final GroupPublisher publisher;
  private final SharedVersions shared;
  private final GroupPath path;
  private final Map<SourcePartition, Preparation> preparations = new ConcurrentHashMap<>();
  private volatile Optional<String> behind = Optional.empty();

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
   * @param cluster the broker's cluster id
   * @param group the consumer group
   * @param around stands around the publishing of results
   */
  public static GroupMember join(
      KafkaConnection connection,
      String cluster,
      Topics topics,
      String group,
      EmbeddingStore store,
      UnaryOperator<RecordSink> around) {
    store.sharing().shareIn(cluster + "/" + topics.versions(), topics.versions());
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
      preparations.put(
          partition, new Preparation(lease, known.committed(), shared.ask(), known.since()));
      if (System.nanoTime() - known.since() > USUAL_NANOS) {
        behind = Optional.of(describe(partition, known.committed().orElse(0)));
      }
      return false;
    }
    behind = Optional.empty();
    preparations.remove(partition);
    path.own(partition, lease);
    return true;
  }

  private String describe(SourcePartition partition, long committed) {
    return ("the group has dealt with %s up to %d, and the versions topic tells of it up to %d"
            + " only: start the worker whose store has the rest, or let a new --group learn all"
            + " again")
        .formatted(partition, committed, store.nextOffset(partition).orElse(0));
  }

  private boolean isBehind(SourcePartition partition, OptionalLong committed) {
    return committed.isPresent() && store.nextOffset(partition).orElse(0) < committed.getAsLong();
  }

  /** See {@link org.lammstream.stream.consume.TaskProcessor#preparation}. */
  Optional<String> preparation() {
    if (preparations.isEmpty()) {
      return Optional.empty();
    }
    return behind.or(() -> Optional.of(shared.describe()));
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
