package org.lammstream.manager.clip.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of a checkpoint: SHA-256 of the text {@code sha256sum} prints for its files in order
 * of name, so anybody can check it from a shell.
 */
final class CheckpointDigest {

  private static final int CHUNK_BYTES = 1 << 20;

  private CheckpointDigest() {}

  /** Hex digest of the files; their folder does not matter, their names and bytes do. */
  static String of(List<Path> files) {
    StringBuilder listing = new StringBuilder();
    files.stream()
        .sorted((a, b) -> name(a).compareTo(name(b)))
        .forEach(f -> listing.append(hash(f)).append("  ").append(name(f)).append('\n'));
    return HexFormat.of()
        .formatHex(sha256().digest(listing.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String hash(Path file) {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
