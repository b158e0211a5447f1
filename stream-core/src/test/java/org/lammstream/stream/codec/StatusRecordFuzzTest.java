package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.lammstream.stream.record.RawRecord;

/**
 * A status record is read or refused. In an ordinary build the kept inputs are tried; {@code
 * -Pfuzz} makes new ones.
 */
class StatusRecordFuzzTest {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) {
    RawRecord record = FuzzedRecords.one(bytes);
    FuzzedRecords.assertReadOrRefused(
        bytes,
        () -> {
          assertThat(StatusEvents.isStatus(record)).isIn(true, false);
          assertThat(StatusEvents.read(record).event().learner()).isNotNull();
        });
  }
}
