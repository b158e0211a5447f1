package org.lammstream.manager.predict;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.lammstream.store.Aliases;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.UnknownVersionException;

/**
 * What a learner's versions are called at one moment: by number, by alias, {@code head} or {@code
 * latest}. Immutable.
 */
public final class VersionWords {
  /** The version that the next task continues. */
  public static final String HEAD = "head";

  /** The version of the highest number. */
  public static final String LATEST = "latest";

  private final String learner;
  private final int head;
  private final int latest;
  private final Map<String, Integer> aliases;

  private VersionWords(String learner, int head, int latest, Map<String, Integer> aliases) {
    this.learner = learner;
    this.head = head;
    this.latest = latest;
    this.aliases = aliases;
  }

  /**
   * The names as they are now.
   *
   * @throws UnknownVersionException if the learner has no version
   */
  public static VersionWords of(EmbeddingStore store, String learner) {
    Map<String, Integer> aliases = store.aliases(learner);
    OptionalInt head = store.head(learner);
    if (head.isEmpty()) {
      throw new UnknownVersionException("learner '" + learner + "' has no version");
    }
    return new VersionWords(learner, head.getAsInt(), store.nextVersion(learner) - 1, aliases);
  }

  /** Whether a word always means the same, so that it cannot be an alias. */
  public static boolean isReserved(String word) {
    return word.matches("\\d{1,9}") || word.equals(HEAD) || word.equals(LATEST);
  }

  /** The version that predictions come from. */
  public int serving() {
    return aliases.getOrDefault(Aliases.CHAMPION, head);
  }

  /**
   * The number of the version called so.
   *
   * @throws UnknownVersionException if none is
   */
  public int number(String word) {
    if (word.equals(HEAD)) {
      return head;
    }
    if (word.equals(LATEST)) {
      return latest;
    }
    if (word.equals(Aliases.CHAMPION)) {
      return serving();
    }
    if (word.matches("\\d{1,9}")) {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= latest) {
        return number;
      }
    }
    Integer aliased = aliases.get(word);
    if (aliased == null) {
      throw new UnknownVersionException(
          "learner '%s' has no version '%s'; it has versions 1 to %d%s"
              .formatted(
                  learner,
                  word,
                  latest,
                  aliases.isEmpty()
                      ? ""
                      : " and the aliases " + String.join(", ", aliases.keySet())));
    }
    return aliased;
  }

  /** The numbers of the versions called so, one per word. */
  public List<Integer> numbers(List<String> words) {
    return words.stream().map(this::number).toList();
  }

  /** The aliases that stand for a version, sorted. */
  public List<String> aliasesOf(int number) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == number)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
