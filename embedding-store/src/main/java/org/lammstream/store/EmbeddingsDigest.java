package org.lammstream.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digest by which two versions are compared: SHA-256 over the classes in their order. Each
 * class adds, all integers 32-bit little endian: the length of its UTF-8 name, the name, {@code
 * vectors}, {@code width}, the label embedding's floats (IEEE 754 bits, little endian), the number
 * of tail tokens and the tail tokens; a class whose image sum is known then the count of its images
 * (64-bit, little endian) and the sum's doubles (IEEE 754 bits, little endian). Prompts that the
 * classes share follow, if there are any: for each tensor, by name, the length of its UTF-8 name,
 * the name, the number of its dimensions, each of them, and its floats. Anchors and text features
 * do not count: they follow from label embeddings, prompts and checkpoint.
 */
public final class EmbeddingsDigest {

  private EmbeddingsDigest() {}

  /** The digest of classes that share no prompts, as 64 lower-case hex digits; thread-safe. */
  public static String sha256(List<ClassEmbedding> classes) {
    return sha256(classes, Optional.empty());
  }

  /** The digest of these classes and the prompts that they share; thread-safe. */
  public static String sha256(List<ClassEmbedding> classes, Optional<SharedPrompts> prompts) {
    MessageDigest digest = newDigest();
    classes.forEach(entry -> digest.update(bytes(entry)));
    prompts.ifPresent(shared -> add(digest, shared));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds prompts behind all classes. */
  static void add(MessageDigest digest, SharedPrompts prompts) {
    prompts.tensors().forEach((name, tensor) -> digest.update(bytes(name, tensor)));
  }

  private static byte[] bytes(String name, StoredTensor tensor) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int numbers = 2 + tensor.shape().size() + tensor.values().length;
    ByteBuffer bytes =
        ByteBuffer.allocate(text.length + 4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(text.length).put(text).putInt(tensor.shape().size());
    tensor.shape().forEach(bytes::putInt);
    for (float value : tensor.values()) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
    return bytes.array();
  }

  /** What one class adds. */
  static byte[] bytes(ClassEmbedding entry) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    ImageSum images = entry.images();
    ByteBuffer bytes =
        ByteBuffer.allocate(
                16
                    + name.length
                    + 4 * (entry.labelEmbedding().length + entry.tailTokenIds().length)
                    + (images.isKnown() ? 8 + 8 * images.sum().length : 0))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(name.length).put(name).putInt(entry.vectors()).putInt(entry.width());
    for (float value : entry.labelEmbedding()) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
    bytes.putInt(entry.tailTokenIds().length);
    for (int token : entry.tailTokenIds()) {
      bytes.putInt(token);
    }
    if (images.isKnown()) {
      bytes.putLong(images.count());
      for (double value : images.sum()) {
        bytes.putLong(Double.doubleToRawLongBits(value));
      }
    }
    return bytes.array();
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
