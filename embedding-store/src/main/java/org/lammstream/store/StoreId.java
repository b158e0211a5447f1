package org.lammstream.store;

import java.security.SecureRandom;

/** What tells stores apart. */
final class StoreId {
  static final byte[] KEY = Keys.meta("store.id");

  private StoreId() {}

  static long random() {
    return new SecureRandom().nextLong();
  }
}
