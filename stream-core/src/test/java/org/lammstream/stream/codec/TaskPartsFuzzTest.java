package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.record.RawRecord;

/**
 * Parts of a task are joined or refused. In an ordinary build the kept inputs are tried; {@code
 * -Pfuzz} makes new ones.
 */
class TaskPartsFuzzTest {
  @FuzzTest
  void areJoinedOrRefused(byte[] bytes) {
    List<RawRecord> records = FuzzedRecords.all(bytes);
    FuzzedRecords.assertReadOrRefused(
        bytes,
        () -> {
          List<Part> parts = new ArrayList<>();
          for (RawRecord record : records) {
            if (TaskEvents.read(record) instanceof Part part) {
              parts.add(part);
            }
          }
          if (!parts.isEmpty()) {
            assertThat(TaskEvents.join(parts).learner()).isEqualTo(parts.get(0).learner());
          }
        });
  }
}
