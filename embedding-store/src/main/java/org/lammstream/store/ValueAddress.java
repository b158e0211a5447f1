package org.lammstream.store;

import java.util.Arrays;

/**
 * Where a value is stored.
 *
 * @param family column family
 * @param key key within the family; not copied and not to be modified
 */
public record ValueAddress(String family, byte[] key) {

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueAddress that
        && family.equals(that.family)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return 31 * family.hashCode() + Arrays.hashCode(key);
  }
}
