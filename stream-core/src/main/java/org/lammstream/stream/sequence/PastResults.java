package org.lammstream.stream.sequence;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.consume.TopicSpan;
import org.lammstream.stream.consume.UnknownTopicException;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of one learner's tasks, by the results topic as it stands. Immutable once read.
 *
 * <p>Where a task was learned twice, by workers with different stores, the first result counts.
 */
public final class PastResults {
  private static final Logger LOG = LoggerFactory.getLogger(PastResults.class);

  private final Map<String, Original> versions = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();

  private PastResults() {}

  /**
   * Reads the results topic to its present end.
   *
   * @throws BrokerUnreachableException if no broker answers
   * @throws UnknownTopicException if there is no results topic
   */
  public static PastResults read(KafkaConnection connection, Topics topics, String learner) {
    PastResults results = new PastResults();
    try (TopicSpan span =
        TopicSpan.open(connection, topics.results(), new ReadFrom.Beginning(), Optional.empty())) {
      while (!span.partitions().stream().allMatch(span::isDone)) {
        for (RawRecord record : span.poll()) {
          results.add(record, learner);
        }
      }
    }
    return results;
  }

  private void add(RawRecord record, String learner) {
    try {
      ResultEvent event = ResultEvents.read(record).event();
      if (!event.learner().equals(learner)) {
        return;
      }
      if (event instanceof VersionCommitted committed) {
        versions.putIfAbsent(event.taskEventId(), Original.of(committed));
      } else if (event instanceof TaskRejected rejected) {
        refusals.putIfAbsent(event.taskEventId(), rejected.message());
      }
    } catch (RejectedEventException e) {
      LOG.debug("{} is no result: {}", record, e.getMessage());
    }
  }

  /** The version that a task made. */
  public Optional<Original> version(String eventId) {
    return Optional.ofNullable(versions.get(eventId));
  }

  /** Why a task was refused, once at least; it may have been learned another time. */
  public Optional<String> refusal(String eventId) {
    return Optional.ofNullable(refusals.get(eventId));
  }

  /** How many tasks made a version. */
  public int size() {
    return versions.size();
  }
}
