package org.lammstream.manager.cli.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Draws the few training images of a class. Which ones depends on the seed and the class name only,
 * not on the other classes. Immutable and thread-safe.
 */
public final class ShotSampler {
  private final long seed;

  /** A sampler whose draws depend on this seed. */
  public ShotSampler(long seed) {
    this.seed = seed;
  }

  /**
   * Draws without replacement.
   *
   * @param className class the items belong to
   * @param items to draw from, in a fixed order
   * @param shots how many; all of them where there are fewer
   * @return the drawn ones in the order of {@code items}
   */
  public <T> List<T> draw(String className, List<T> items, int shots) {
    List<Integer> order = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(mix(className)));
    return order.stream().limit(shots).sorted().map(items::get).toList();
  }

  /** FNV-1a over seed and name: any good spread does, but it must never change. */
  private long mix(String className) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < Long.BYTES; i++) {
      hash = (hash ^ (seed >>> (8 * i) & 0xff)) * 0x100000001b3L;
    }
    for (byte b : className.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
