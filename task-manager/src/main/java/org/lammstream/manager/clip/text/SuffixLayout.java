package org.lammstream.manager.clip.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sequences of different lengths are packed into one matrix of positions without padding:
 * sequences are sorted by length, so that those of equal length form one contiguous group and
 * attention needs no padding either.
 *
 * @param suffixRows for every sequence, in the caller's order, the source row of each position
 * @param order of the sequences in the packed matrix: {@code order[p]} is the caller's index
 * @param groups contiguous runs of equal length
 */
record SuffixLayout(List<int[]> suffixRows, int[] order, List<Group> groups) {

  /**
   * A run of sequences of one length.
   *
   * @param firstSequence in packed order
   * @param count of sequences
   * @param length of each
   * @param firstRow in the packed matrix
   */
  record Group(int firstSequence, int count, int length, int firstRow) {
    int rows() {
      return count * length;
    }
  }

  static SuffixLayout of(List<int[]> suffixRows) {
    int[] order =
        IntStream.range(0, suffixRows.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> suffixRows.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Group> groups = new ArrayList<>();
    int row = 0;
    for (int first = 0; first < order.length; ) {
      int length = suffixRows.get(order[first]).length;
      int end = first;
      while (end < order.length && suffixRows.get(order[end]).length == length) {
        end++;
      }
      groups.add(new Group(first, end - first, length, row));
      row += (end - first) * length;
      first = end;
    }
    return new SuffixLayout(suffixRows, order, List.copyOf(groups));
  }

  /** For every row of the packed matrix, the row of the source. */
  int[] sourceRows() {
    return IntStream.of(order)
        .flatMap(sequence -> IntStream.of(suffixRows.get(sequence)))
        .toArray();
  }

  /** The packed row of every sequence's last position, in packed order. */
  int[] lastRows() {
    int[] last = new int[order.length];
    int row = 0;
    for (int packed = 0; packed < order.length; packed++) {
      row += suffixRows.get(order[packed]).length;
      last[packed] = row - 1;
    }
    return last;
  }

  /** The inverse of {@link #order()}: the packed index of every sequence of the caller. */
  int[] packedIndex() {
    int[] inverse = new int[order.length];
    for (int packed = 0; packed < order.length; packed++) {
      inverse[order[packed]] = packed;
    }
    return inverse;
  }
}
