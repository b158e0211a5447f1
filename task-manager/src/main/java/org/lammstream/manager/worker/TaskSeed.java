package org.lammstream.manager.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Derives the seed of one task, so that it does not depend on what was learned before. */
public final class TaskSeed {
  private TaskSeed() {}

  /** First 8 bytes of SHA-256 over the worker's seed, the learner's and the task's name. */
  public static long of(long seed, String learner, String task) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    for (String text : new String[] {learner, task}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
