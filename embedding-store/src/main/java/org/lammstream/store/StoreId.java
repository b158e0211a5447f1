package org.lammstream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** What tells stores apart. */
final class StoreId {
  static final byte[] KEY = Keys.meta("store.id");

  /** Where its changes are told. */
  static final byte[] SHARED_IN = Keys.meta("shared.in");

  private StoreId() {}

  /** A number for a name. */
  static long of(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static long random() {
    return new SecureRandom().nextLong();
  }
}
