package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.lammstream.stream.codec.TaskMessage.Whole;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;
import org.lammstream.stream.record.RawRecord;

/**
 * A record of the task topic is read or refused. In an ordinary build the kept inputs are tried;
 * {@code -Pfuzz} makes new ones.
 */
class TaskRecordFuzzTest {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) {
    RawRecord record = FuzzedRecords.one(bytes);
    FuzzedRecords.assertReadOrRefused(
        bytes,
        () -> {
          TaskMessage message = TaskEvents.read(record);
          assertThat(message.eventId()).isNotBlank();
          if (message instanceof Whole whole && TaskRules.check(whole.event()).isEmpty()) {
            TaskEvent again = TaskEvents.fromJson(TaskEvents.toJson(whole.event()));
            assertThat(again).isEqualTo(whole.event());
          }
        });
  }
}
