package org.lammstream.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something stored is damaged; the message names the column family and the key or the file, and
 * says what is safe and what to do.
 */
public final class StoreCorruptedException extends StoreException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Damage damage;

  /** Makes the exception; the message is cut to its first line. */
  public StoreCorruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.damage = null;
  }

  private StoreCorruptedException(Damage damage, @Nullable Throwable cause) {
    super(damage.message() + "; " + Advice.VERIFY, cause);
    this.damage = damage;
  }

  /** For one value. */
  static StoreCorruptedException at(
      ColumnFamily family, byte[] key, String what, @Nullable Throwable cause) {
    return new StoreCorruptedException(new Damage(family, key, what, Damage.Sort.CHANGED), cause);
  }

  /** For one value that must be there. */
  static StoreCorruptedException missing(ColumnFamily family, byte[] key, String what) {
    return new StoreCorruptedException(new Damage(family, key, what, Damage.Sort.MISSING), null);
  }

  /**
   * For values of a damaged data file.
   *
   * @param key empty if it is not known
   */
  static StoreCorruptedException unreadable(
      ColumnFamily family, byte[] key, String what, Throwable cause) {
    return new StoreCorruptedException(
        new Damage(family, key, what, Damage.Sort.UNREADABLE), cause);
  }

  /** The value, where it is one. */
  Optional<Damage> damage() {
    return Optional.ofNullable(damage);
  }
}
