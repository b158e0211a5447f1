package org.lammstream.stream.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lammstream.stream.BrokerAccessException;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.KafkaFaults;

/**
 * Creates and checks the topics. Every method returns or throws within the time given at opening,
 * with {@link BrokerUnreachableException} where no broker answers and {@link BrokerAccessException}
 * where one refuses the login. Thread-safe.
 */
public final class TopicAdmin implements AutoCloseable {
  /** Extra bytes that a dead letter may take beyond a task record. */
  private static final int DEAD_LETTER_MESSAGE_BYTES = 4 << 20;

  private final KafkaConnection connection;
  private final Duration timeout;
  private final Admin admin;

  private TopicAdmin(KafkaConnection connection, Duration timeout, Admin admin) {
    this.connection = connection;
    this.timeout = timeout;
    this.admin = admin;
  }

  /**
   * Opens a connection; the broker is asked for the first time by the other methods.
   *
   * @param timeout how long each later call may take
   * @throws BrokerUnreachableException if the address cannot be resolved
   * @throws BrokerAccessException if the connection's properties cannot be used
   */
  public static TopicAdmin open(KafkaConnection connection, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    Map<String, Object> settings =
        connection.settings(
            Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "lamm-admin"),
            Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis));
    try {
      return new TopicAdmin(connection, timeout, Admin.create(settings));
    } catch (KafkaException e) {
      throw KafkaFaults.spoken(connection, timeout, e);
    }
  }

  /**
   * The broker's cluster id: the cheapest proof that it is there.
   *
   * @throws BrokerUnreachableException if none answers
   */
  public String clusterId() {
    return await(admin.describeCluster().clusterId());
  }

  /**
   * Creates those of the three topics that do not exist, leaves the others as they are, and waits
   * until all can be used.
   */
  public void ensure(Topics topics, TopicLayout layout) {
    ensure(topics, layout, topics.all());
  }

  /** The same with the versions topic, which workers of a group need. */
  public void ensureShared(Topics topics, TopicLayout layout) {
    List<String> wanted = new ArrayList<>(topics.all());
    wanted.add(topics.versions());
    ensure(topics, layout, wanted);
  }

  /** The same for the results topic alone. */
  public void ensureResults(Topics topics, TopicLayout layout) {
    ensure(topics, layout, List.of(topics.results()));
  }

  private void ensure(Topics topics, TopicLayout layout, List<String> wanted) {
    List<NewTopic> missing = new ArrayList<>();
    for (TopicStatus status : check(wanted)) {
      if (!status.exists()) {
        missing.add(describe(topics, status.name(), layout));
      }
    }
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      try {
        await(created);
      } catch (TopicExistsException e) {
        // Somebody else was faster, which is as good.
      }
    }
    awaitUsable(wanted);
  }

  /** The controller answers before the brokers have heard of a new topic. */
  private void awaitUsable(List<String> wanted) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<TopicStatus> waiting =
          check(wanted).stream().filter(status -> !status.usable()).findFirst();
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "not usable yet: " + waiting.get().describe());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("interrupted while waiting for the broker", e);
  }

  private static NewTopic describe(Topics topics, String name, TopicLayout layout) {
    boolean deadLetters = name.equals(topics.deadLetters());
    Map<String, String> configuration = new HashMap<>();
    configuration.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        name.equals(topics.versions())
            ? TopicConfig.CLEANUP_POLICY_COMPACT
            : TopicConfig.CLEANUP_POLICY_DELETE);
    // Tasks are the source that versions can be rebuilt from, dead letters the only copy of a
    // refused task: neither may vanish by age.
    configuration.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    if (deadLetters) {
      configuration.put(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_MESSAGE_BYTES));
    }
    int partitions = deadLetters ? 1 : layout.partitions();
    Optional<Short> replicas = layout.replicas().map(Integer::shortValue);
    return new NewTopic(name, Optional.of(partitions), replicas).configs(configuration);
  }

  /** What there is to be said about each of the three topics, in the order of {@link Topics}. */
  public List<TopicStatus> check(Topics topics) {
    return check(topics.all());
  }

  /** The same for the versions topic, which only workers of a group have. */
  public TopicStatus checkVersions(Topics topics) {
    return check(List.of(topics.versions())).get(0);
  }

  private List<TopicStatus> check(List<String> names) {
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(names).topicNameValues();
    return names.stream().map(name -> status(name, described)).toList();
  }

  /**
   * What the partitions of a topic hold now, by partition number.
   *
   * @throws BrokerUnreachableException if no broker answers
   * @throws KafkaException if there is no such topic
   */
  public Map<Integer, OffsetRange> offsets(String topic) {
    TopicDescription description =
        await(
            Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<Integer, Long> first = listed(partitions, OffsetSpec.earliest());
    Map<Integer, Long> end = listed(partitions, OffsetSpec.latest());
    Map<Integer, OffsetRange> ranges = new HashMap<>();
    first.forEach(
        (partition, offset) ->
            ranges.put(partition, new OffsetRange(offset, end.getOrDefault(partition, offset))));
    return Map.copyOf(ranges);
  }

  private Map<Integer, Long> listed(List<TopicPartition> partitions, OffsetSpec where) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, where));
    Map<Integer, Long> offsets = new HashMap<>();
    // As a worker reads: what a transaction has not committed is not there yet.
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    await(admin.listOffsets(wanted, committed).all())
        .forEach((partition, result) -> offsets.put(partition.partition(), result.offset()));
    return offsets;
  }

  private TopicStatus status(String name, Map<String, KafkaFuture<TopicDescription>> described) {
    try {
      TopicDescription description = await(Objects.requireNonNull(described.get(name)));
      int partitions = description.partitions().size();
      return new TopicStatus(name, true, partitions, withoutLeader(description));
    } catch (UnknownTopicOrPartitionException e) {
      return TopicStatus.missing(name);
    }
  }

  private static int withoutLeader(TopicDescription description) {
    return (int)
        description.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .count();
  }

  private <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw KafkaFaults.unreachable(connection, timeout, e);
    } catch (ExecutionException e) {
      throw KafkaFaults.spoken(
          connection,
          timeout,
          e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e));
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
