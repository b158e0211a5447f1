package org.lammstream.manager.cli.versions;

import java.util.ArrayList;
import java.util.List;

/** Version numbers in few words: {@code versions 1 to 4, 6}. */
final class NumberRanges {

  private NumberRanges() {}

  /** The words for ascending numbers, at least one. */
  static String of(List<Integer> numbers) {
    List<String> ranges = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= numbers.size(); i++) {
      if (i == numbers.size() || numbers.get(i) != numbers.get(i - 1) + 1) {
        int first = numbers.get(start);
        int last = numbers.get(i - 1);
        ranges.add(first == last ? "" + first : first + " to " + last);
        start = i;
      }
    }
    return (numbers.size() == 1 ? "version " : "versions ") + String.join(", ", ranges);
  }
}
