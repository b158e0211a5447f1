package org.lammstream.evaluation;

import java.util.stream.IntStream;

/** Where there is no room for all, some stand for all. */
public final class Spread {

  private Spread() {}

  /**
   * At most {@code shown} numbers from 1 to {@code count}, evenly spread; first and last are in.
   */
  public static int[] of(int count, int shown) {
    int least = Math.min(count, shown);
    return IntStream.range(0, least)
        .map(i -> least == 1 ? 1 : 1 + (int) Math.round(i * (count - 1.0) / (least - 1)))
        .toArray();
  }
}
