package org.lammstream.stream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.publish.PublishedRecord;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;

@ExtendWith(BrokerExtension.class)
class OffsetRangeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void recordsAreCountedFromAnOffsetButNotThoseThatAreGone() {
    OffsetRange range = new OffsetRange(10, 15);
    assertThat(range.from(12)).isEqualTo(3);
    assertThat(range.from(15)).isZero();
    assertThat(range.from(99)).isZero();
    assertThat(range.from(3)).isEqualTo(5);
  }

  @Test
  void theBrokerTellsWhatEachPartitionHolds(KafkaConnection connection, Topics topics) {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE);
        RecordPublisher publisher = RecordPublisher.open(connection)) {
      admin.ensure(topics, TopicLayout.partitions(2));
      assertThat(admin.offsets(topics.tasks()))
          .isEqualTo(Map.of(0, new OffsetRange(0, 0), 1, new OffsetRange(0, 0)));
      OutgoingRecord record =
          new OutgoingRecord(topics.tasks(), new byte[] {7}, new byte[] {1}, List.of());
      PublishedRecord last = publisher.publish(List.of(record, record, record)).get(2);
      assertThat(last.offset()).isEqualTo(2);
      Map<Integer, OffsetRange> now = admin.offsets(topics.tasks());
      assertThat(now)
          .containsEntry(last.partition(), new OffsetRange(0, 3))
          .containsEntry(1 - last.partition(), new OffsetRange(0, 0));
    }
  }

  @Test
  void aTopicThatIsNotThereIsAnError(KafkaConnection connection, Topics topics) {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      assertThatThrownBy(() -> admin.offsets(topics.tasks())).isInstanceOf(KafkaException.class);
    }
  }
}
