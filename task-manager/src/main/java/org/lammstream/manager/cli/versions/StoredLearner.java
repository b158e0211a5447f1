package org.lammstream.manager.cli.versions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.evaluation.TextTable;
import org.lammstream.manager.cli.JobException;
import org.lammstream.store.Aliases;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/**
 * A learner's versions and what they are called: by number, by alias, {@code head} (which the next
 * task continues) or {@code latest} (the highest number). A snapshot; immutable.
 */
public final class StoredLearner {
  static final String HEAD = "head";
  static final String LATEST = "latest";

  private final String name;
  private final NavigableMap<Integer, VersionSummary> versions;
  private final int head;
  private final Map<String, Integer> aliases;

  private StoredLearner(
      String name,
      NavigableMap<Integer, VersionSummary> versions,
      int head,
      Map<String, Integer> aliases) {
    this.name = name;
    this.versions = versions;
    this.head = head;
    this.aliases = aliases;
  }

  /**
   * Looks a learner up.
   *
   * @param folder of the store, for messages
   * @param wanted its name; may be left out where the store holds one learner
   * @throws JobException if there is no such learner, or none was named and there is not just one;
   *     the message names those that there are
   */
  public static StoredLearner find(EmbeddingStore store, Path folder, Optional<String> wanted) {
    String name = choose(store.learners(), folder, wanted);
    NavigableMap<Integer, VersionSummary> versions = new TreeMap<>();
    store.versions(name).forEach(version -> versions.put(version.number(), version));
    OptionalInt head = store.head(name);
    if (versions.isEmpty() || head.isEmpty()) {
      throw new JobException("--store %s: learner '%s' has no version".formatted(folder, name));
    }
    return new StoredLearner(name, versions, head.getAsInt(), store.aliases(name));
  }

  private static String choose(Set<String> learners, Path folder, Optional<String> wanted) {
    if (learners.isEmpty()) {
      throw new JobException("--store %s: holds no learner yet".formatted(folder));
    }
    String known = String.join(", ", learners);
    if (wanted.isPresent() && !learners.contains(wanted.get())) {
      throw new JobException(
          "--store %s: no learner '%s'; it holds %s".formatted(folder, wanted.get(), known));
    }
    if (wanted.isEmpty() && learners.size() > 1) {
      throw new JobException(
          "--store %s: holds several learners, choose one with --learner: %s"
              .formatted(folder, known));
    }
    return wanted.orElse(learners.iterator().next());
  }

  /** The learner's name. */
  public String name() {
    return name;
  }

  /** All versions by number, at least one. */
  Collection<VersionSummary> versions() {
    return Collections.unmodifiableCollection(versions.values());
  }

  /** The version that the next task continues, whatever aliases say. */
  int head() {
    return head;
  }

  /** Numbers by alias. */
  Map<String, Integer> aliases() {
    return aliases;
  }

  /** The version that predict uses: that of the alias {@code champion}, else the head. */
  public int serving() {
    return aliases.getOrDefault(Aliases.CHAMPION, head);
  }

  /**
   * The number of the version called so; of {@link #serving} where none is named.
   *
   * @throws JobException naming what there is
   */
  public int number(Optional<String> word) {
    return word.map(this::number).orElseGet(this::serving);
  }

  /**
   * The number of the version called so.
   *
   * @param word a number, an alias, {@code head} or {@code latest}
   * @throws JobException naming what there is
   */
  public int number(String word) {
    if (word.equals(HEAD)) {
      return head;
    }
    if (word.equals(LATEST)) {
      return versions.lastKey();
    }
    if (isNumber(word) && versions.containsKey(Integer.valueOf(word))) {
      return Integer.parseInt(word);
    }
    Integer aliased = aliases.get(word);
    if (aliased == null) {
      throw new JobException(
          "learner '%s' has no version '%s'; it has %s".formatted(name, word, known()));
    }
    return aliased;
  }

  private String known() {
    int latest = versions.lastKey();
    return (latest == 1 ? "version 1" : "versions 1 to " + latest)
        + " and "
        + (aliases.isEmpty() ? "no alias" : "the aliases " + String.join(", ", aliases.keySet()));
  }

  /** What a version is called beside its number: its aliases by name, then {@code head}. */
  public List<String> names(int number) {
    List<String> names = new ArrayList<>(aliasesOf(number));
    if (number == head) {
      names.add(HEAD);
    }
    return names;
  }

  /** The aliases that stand for a version, by name. */
  public List<String> aliasesOf(int number) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == number)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The version of this number, which must be one of the learner's. */
  VersionSummary summary(int number) {
    VersionSummary version = versions.get(number);
    if (version == null) {
      throw new IllegalArgumentException("learner '" + name + "' has no version " + number);
    }
    return version;
  }

  /** The versions that lead to this one, from the first to itself. */
  List<VersionSummary> lineage(int number) {
    List<VersionSummary> lineage = new ArrayList<>();
    OptionalInt next = OptionalInt.of(number);
    while (next.isPresent()) {
      VersionSummary version = summary(next.getAsInt());
      lineage.add(version);
      next = version.parent();
    }
    Collections.reverse(lineage);
    return lineage;
  }

  /** A version's row of the accuracy matrix, in task order. */
  List<CellScore> row(EmbeddingStore store, int number) {
    return store.scores(name, number).stream().filter(score -> score.row() == number).toList();
  }

  /** Whether a word can be an alias: it means nothing else already, and can be read. */
  static boolean canBeAlias(String word) {
    boolean reserved = word.matches("\\d+") || word.equals(HEAD) || word.equals(LATEST);
    return !reserved && !word.isBlank() && TextTable.printable(word).equals(word);
  }

  private static boolean isNumber(String word) {
    return word.matches("\\d{1,9}");
  }
}
