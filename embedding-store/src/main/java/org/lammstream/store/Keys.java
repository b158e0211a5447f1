package org.lammstream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.lammstream.stream.consume.SourcePartition;

/** Makes the keys whose shapes {@link ColumnFamily} lists. */
final class Keys {

  private static final int LONGEST_TEXT = 0xFFFF;

  private Keys() {}

  static byte[] meta(String name) {
    return text(name);
  }

  static byte[] learner(String learner) {
    return text(learner);
  }

  /** Key of a version, its visual state, its prompts, its test set or its scores. */
  static byte[] version(String learner, int version) {
    return join(text(learner), number(version));
  }

  static byte[] classEntry(String learner, int version, int classId) {
    return join(text(learner), number(version), number(classId));
  }

  static byte[] feature(FeatureKey key) {
    return join(text(key.checkpointSha256()), text(key.contentSha256()), text(key.view()));
  }

  static byte[] offset(SourcePartition partition) {
    return join(text(partition.topic()), number(partition.partition()));
  }

  static byte[] applied(String learner, String eventId) {
    return join(text(learner), text(eventId));
  }

  static byte[] outbox(long sequence) {
    return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
  }

  static long outboxSequence(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** The text that a key begins with. */
  static String firstText(byte[] key) {
    int length = Short.toUnsignedInt(ByteBuffer.wrap(key).getShort());
    return new String(key, Short.BYTES, length, StandardCharsets.UTF_8);
  }

  /** The number that a key ends with. */
  static int lastNumber(byte[] key) {
    return ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES);
  }

  /** The number before the one that a key ends with. */
  static int numberBeforeLast(byte[] key) {
    return ByteBuffer.wrap(key).getInt(key.length - 2 * Integer.BYTES);
  }

  /** The second text of a key that consists of two. */
  static String lastText(byte[] key) {
    int start = 2 * Short.BYTES + Short.toUnsignedInt(ByteBuffer.wrap(key).getShort());
    return new String(key, start, key.length - start, StandardCharsets.UTF_8);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a name of " + bytes.length + " bytes is too long for a key: " + text.substring(0, 40));
    }
    return ByteBuffer.allocate(Short.BYTES + bytes.length)
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer key = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      key.put(part);
    }
    return key.array();
  }
}
