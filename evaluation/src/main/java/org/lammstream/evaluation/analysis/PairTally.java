package org.lammstream.evaluation.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts pairs of classes. */
final class PairTally {

  private record Pair(int from, int to) {}

  private final Map<Pair, Integer> counts = new HashMap<>();

  void add(int from, int to) {
    counts.merge(new Pair(from, to), 1, Integer::sum);
  }

  /** The largest first, then in order of appearance. */
  List<ClassPair> largest(int most, ClassIndex classes) {
    Comparator<Map.Entry<Pair, Integer>> order =
        Map.Entry.<Pair, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().from())
            .thenComparing(entry -> entry.getKey().to());
    return counts.entrySet().stream()
        .sorted(order)
        .limit(most)
        .map(
            entry ->
                new ClassPair(
                    classes.name(entry.getKey().from()),
                    classes.name(entry.getKey().to()),
                    entry.getValue()))
        .toList();
  }
}
