package org.lammstream.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a store, as {@link EmbeddingStore#check} finds it.
 *
 * @param kind what sort of damage
 * @param family column family that it is in; empty if it is not about one value or file
 * @param key the value's key as a user can read it, or the keys that a file holds; may be empty
 * @param affected learner → numbers of its versions that are damaged by it, ascending; no numbers
 *     where only the learner itself is
 * @param what what is wrong
 * @param effect what follows from it and what still works; may be empty
 */
public record StoreProblem(
    Kind kind,
    Optional<String> family,
    Optional<String> key,
    Map<String, List<Integer>> affected,
    String what,
    String effect) {

  /** Sorts of damage. */
  public enum Kind {
    /** A value that is there but is not what was written. */
    VALUE,
    /** A value that must be there and is not. */
    MISSING,
    /** A version whose embeddings are readable but not those that were committed. */
    DIGEST,
    /** Something points to a version that is not there or was pruned. */
    REFERENCE,
    /** A number from which new numbers follow is too small: something would be overwritten. */
    COUNTER,
    /** A data file of RocksDB, which holds many values. */
    FILE
  }

  /** Copies the collections. */
  public StoreProblem {
    Map<String, List<Integer>> copy = new TreeMap<>();
    affected.forEach((learner, versions) -> copy.put(learner, List.copyOf(versions)));
    affected = Map.copyOf(copy);
  }

  /** The problem in one line. */
  public String message() {
    String where = where();
    return (where.isEmpty() ? "" : where + ": ")
        + what
        + (effect.isEmpty() ? "" : "; " + effect)
        + affectedVersions();
  }

  private String where() {
    if (family.isPresent()) {
      String column = "column family " + family.get();
      return key.isEmpty() ? column : column + ", key " + key.get();
    }
    return affected.keySet().stream()
        .sorted()
        .map(learner -> "learner \"" + learner + "\"")
        .collect(Collectors.joining(", "));
  }

  private String affectedVersions() {
    if (family.isEmpty()) {
      return ""; // It says so itself.
    }
    return new TreeMap<>(affected)
        .entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> describe(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
  }

  private static String describe(String learner, List<Integer> versions) {
    return "; damages version"
        + (versions.size() == 1 ? " " : "s ")
        + NumberList.describe(versions)
        + " of learner \""
        + learner
        + "\"";
  }
}
