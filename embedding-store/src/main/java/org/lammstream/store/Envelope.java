package org.lammstream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What every stored value looks like, in every format: one byte with the schema version of the
 * payload, the CRC-32C (big endian), the payload. The checksum covers column family, key, schema
 * byte and payload, so that a value that strayed to another key is found too.
 */
final class Envelope {

  /** Newest schema of any payload that this program reads. */
  static final byte SCHEMA = 1;

  private static final int HEADER = 1 + Integer.BYTES;

  private Envelope() {}

  static byte[] seal(ColumnFamily family, byte[] key, byte[] payload) {
    return seal(family, key, SCHEMA, payload);
  }

  static byte[] seal(ColumnFamily family, byte[] key, byte schema, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .put(schema)
        .putInt(checksum(family, key, schema, ByteBuffer.wrap(payload)))
        .put(payload)
        .array();
  }

  /**
   * The payload of a value.
   *
   * @throws StoreCorruptedException if the checksum is wrong
   * @throws StoreFormatException if the schema is newer than this program
   */
  static byte[] open(ColumnFamily family, byte[] key, byte[] value) {
    if (value.length < HEADER) {
      throw StoreCorruptedException.at(
          family, key, "value is cut to " + value.length + " bytes", null);
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    byte schema = bytes.get();
    int expected = bytes.getInt();
    if (expected != checksum(family, key, schema, bytes)) {
      throw StoreCorruptedException.at(family, key, "checksum mismatch", null);
    }
    if (schema != SCHEMA) {
      throw new StoreFormatException(
          family.locate(key)
              + ": value has schema "
              + schema
              + ", this program reads up to "
              + SCHEMA,
          null);
    }
    return Arrays.copyOfRange(value, HEADER, value.length);
  }

  private static int checksum(ColumnFamily family, byte[] key, byte schema, ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(family.familyName().getBytes(StandardCharsets.UTF_8));
    crc.update(key);
    crc.update(schema);
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }
}
