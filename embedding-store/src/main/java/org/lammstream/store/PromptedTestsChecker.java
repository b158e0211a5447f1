package org.lammstream.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what versions of one learner keep of test images beside their features with the test
 * sets that they go back to. Used by one thread.
 */
final class PromptedTestsChecker {

  private final Map<Integer, VersionRecord> records;

  /** Version → how many test examples its task has. */
  private final Map<Integer, Integer> examples = new HashMap<>();

  /**
   * Begins without test sets.
   *
   * @param records that can be read, by number
   */
  PromptedTestsChecker(Map<Integer, VersionRecord> records) {
    this.records = records;
  }

  /** To be told of the test sets of all versions that a version goes back to, before it. */
  void add(int number, TestSet tests) {
    examples.put(number, tests.labels().size());
  }

  /** What is wrong; nothing where the test set could not be read, for that has been told. */
  Optional<String> problem(int number, TestPixels pixels) {
    return Optional.ofNullable(examples.get(number))
        .flatMap(pixels::problem)
        .map(problem -> "has " + problem);
  }

  /** What is wrong; nothing where a test set could not be read, for that has been told. */
  Optional<String> problem(int number, SeenTests seen) {
    List<Integer> soFar = new ArrayList<>();
    int version = number;
    while (version != 0) {
      VersionRecord record = records.get(version);
      Integer count = examples.get(version);
      if (record == null || count == null || record.parent() >= version) {
        return Optional.empty();
      }
      soFar.add(count);
      version = record.parent();
    }
    Collections.reverse(soFar);
    return seen.problem(soFar);
  }
}
