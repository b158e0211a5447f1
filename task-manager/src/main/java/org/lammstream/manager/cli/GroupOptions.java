package org.lammstream.manager.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.lammstream.manager.worker.GroupMember;
import org.lammstream.manager.worker.RecordSink;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Option;

/** With whom a worker shares the learners. */
final class GroupOptions {
  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "lamm-worker",
      description = {
        "Consumer group (default: ${DEFAULT-VALUE}). Workers of one group share the learners."
      })
  private String group = "lamm-worker";

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = {
        "Name of this worker in its group. A named worker keeps its partitions while it restarts;",
        "others take them over only after the session time-out."
      })
  private Optional<String> instance = Optional.empty();

  @Option(
      names = "--alone",
      description = {
        "Share with no other worker: no versions topic, no transactions. Only for a group of one",
        "worker, whose store is the only copy then."
      })
  private boolean alone;

  private String cluster = "";

  /** How to consume. */
  TaskConsumerSettings settings() {
    return StopSignal.consumer(group).as(instance);
  }

  /** Creates the topics that are needed and missing. */
  void ensureTopics(TopicAdmin admin, Topics topics, TopicLayout layout) {
    if (alone) {
      admin.ensure(topics, layout);
    } else {
      cluster = admin.clusterId();
      admin.ensureShared(topics, layout);
    }
  }

  /**
   * Joins the group; to be called when the topics are there.
   *
   * @param around stands around the publishing of results
   */
  Joined join(
      KafkaConnection connection,
      Topics topics,
      EmbeddingStore store,
      UnaryOperator<RecordSink> around) {
    return new Joined(
        alone
            ? Optional.empty()
            : Optional.of(GroupMember.join(connection, cluster, topics, group, store, around)));
  }

  /**
   * The group, where there is one.
   *
   * @param member empty for a worker alone
   */
  record Joined(Optional<GroupMember> member) implements AutoCloseable {
    /** What the clients that publish measure about themselves. */
    Supplier<List<ClientMetric>> metricsOr(Supplier<List<ClientMetric>> alone) {
      return member.<Supplier<List<ClientMetric>>>map(one -> one::clientMetrics).orElse(alone);
    }

    @Override
    public void close() {
      member.ifPresent(GroupMember::close);
    }
  }
}
