package org.lammstream.stream.publish;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.KafkaException;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * A record that the broker will not take however often it is sent: it is too large, or nobody may
 * write to the topic. The message is one line that names the record.
 */
public final class RecordRefusedException extends KafkaException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_KEY = 80;

  /** Names the record and what was wrong with it. */
  public RecordRefusedException(OutgoingRecord record, Throwable cause) {
    super(
        "a record for %s (key %s, %d bytes) is refused: %s"
            .formatted(
                record.topic(),
                key(record.key()),
                record.value().length,
                KafkaFaults.oneLine(cause)),
        cause);
  }

  private static String key(byte[] key) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      String plain = text.replaceAll("\\p{Cntrl}", "?");
      return "'"
          + (plain.length() <= LONGEST_KEY ? plain : plain.substring(0, LONGEST_KEY) + "...")
          + "'";
    } catch (CharacterCodingException e) {
      return "of " + key.length + " bytes";
    }
  }
}
