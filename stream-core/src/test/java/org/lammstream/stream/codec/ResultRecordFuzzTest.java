package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.lammstream.stream.record.RawRecord;

/**
 * A record of the result topic is read or refused. In an ordinary build the kept inputs are tried;
 * {@code -Pfuzz} makes new ones.
 */
class ResultRecordFuzzTest {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) {
    RawRecord record = FuzzedRecords.one(bytes);
    FuzzedRecords.assertReadOrRefused(
        bytes, () -> assertThat(ResultEvents.read(record).event().learner()).isNotNull());
  }
}
