package org.lammstream.manager.survive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.consume.TopicReader;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.OffsetRange;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.Topics;

/**
 * What a reader of results and dead letters knows who keys them: results by learner and version,
 * refusals and letters by the place of the record.
 *
 * @param results digest and accuracies by key
 * @param letters original bytes by place
 * @param repeated records that came again; they were the same byte for byte
 */
record ResultFacts(Map<String, String> results, Map<String, String> letters, int repeated) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /**
   * Reads both topics to their ends.
   *
   * @throws AssertionError if a key comes with two contents
   */
  static ResultFacts read(KafkaConnection connection, Topics topics) throws RejectedEventException {
    Set<String> keys = new HashSet<>();
    Map<String, List<Byte>> bytes = new HashMap<>();
    Map<String, String> results = new TreeMap<>();
    int records = 0;
    for (RawRecord record : all(connection, topics.results())) {
      if (StatusEvents.isStatus(record)) {
        continue;
      }
      records++;
      ResultEvent event = ResultEvents.read(record).event();
      String key = key(event);
      keys.add(key);
      once(bytes, key, record);
      results.put(key, words(event));
    }
    Map<String, String> letters = new TreeMap<>();
    for (RawRecord record : all(connection, topics.deadLetters())) {
      records++;
      String key = "letter " + header(record, DeadLetters.SOURCE_OFFSET);
      keys.add(key);
      once(bytes, key, record);
      letters.put(key, new String(record.value().orElseThrow(), UTF_8));
    }
    return new ResultFacts(results, letters, records - keys.size());
  }

  private static void once(Map<String, List<Byte>> bytes, String key, RawRecord record) {
    List<Byte> value = new ArrayList<>();
    for (byte one : record.value().orElseThrow()) {
      value.add(one);
    }
    List<Byte> before = bytes.put(key, value);
    if (before != null) {
      assertThat(value).as(key + " came again with another content").isEqualTo(before);
    }
  }

  private static String key(ResultEvent event) {
    return event instanceof VersionCommitted version
        ? version.learner() + " " + version.version()
        : event.learner() + " refused " + event.taskEventId();
  }

  private static String words(ResultEvent event) {
    if (event instanceof VersionCommitted version) {
      return version.task()
          + " "
          + version.taskEventId()
          + " "
          + version.embeddingsSha256()
          + " "
          + version.accuracies()
          + " "
          + new TreeMap<>(version.metrics());
    }
    return ((TaskRejected) event).reason();
  }

  private static String header(RawRecord record, String name) {
    return record.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(header -> new String(header.value(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private static List<RawRecord> all(KafkaConnection connection, String topic) {
    long end;
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      end = admin.offsets(topic).values().stream().mapToLong(OffsetRange::end).sum();
    }
    List<RawRecord> read = new ArrayList<>();
    if (end == 0) {
      return List.of();
    }
    try (TopicReader reader = TopicReader.fromBeginning(connection, topic)) {
      // Marks of transactions take offsets too: silence is the other end.
      for (List<RawRecord> more = reader.poll(PATIENCE);
          !more.isEmpty();
          more = read.size() < end ? reader.poll(SILENCE) : List.of()) {
        read.addAll(more);
      }
    }
    return read;
  }
}
