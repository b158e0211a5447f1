package org.lammstream.store;

import java.util.List;
import java.util.StringJoiner;

/** Writes numbers for messages. */
final class NumberList {

  private NumberList() {}

  /** Ascending numbers as a user would write them, for example {@code 1..4, 6}. */
  static String describe(List<Integer> numbers) {
    StringJoiner text = new StringJoiner(", ");
    for (int from = 0, to; from < numbers.size(); from = to) {
      to = from + 1;
      while (to < numbers.size() && numbers.get(to) == numbers.get(to - 1) + 1) {
        to++;
      }
      int first = numbers.get(from);
      text.add(to == from + 1 ? "" + first : first + ".." + numbers.get(to - 1));
    }
    return text.toString();
  }
}
