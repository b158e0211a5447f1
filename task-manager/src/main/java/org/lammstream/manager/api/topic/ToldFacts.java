package org.lammstream.manager.api.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.dashboard.LearnerFacts;
import org.lammstream.evaluation.dashboard.TaskEntry;
import org.lammstream.evaluation.dashboard.VersionEntry;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.VersionCommitted;

/**
 * From records of the topic to the dashboard's. Where the topic no longer has the first versions,
 * the learner begins with the first that it has.
 */
final class ToldFacts {
  private final NavigableMap<Integer, ToldVersion> versions;
  private final Map<String, Integer> aliases;

  private ToldFacts(NavigableMap<Integer, ToldVersion> versions, Map<String, Integer> aliases) {
    this.versions = versions;
    this.aliases = aliases;
  }

  static LearnerFacts of(
      String name,
      NavigableMap<Integer, ToldVersion> versions,
      OptionalInt head,
      Map<String, Integer> aliases,
      Set<Integer> pruned) {
    return new ToldFacts(versions, aliases).facts(name, head, pruned);
  }

  private LearnerFacts facts(String name, OptionalInt head, Set<Integer> pruned) {
    List<ToldVersion> chain = head.isPresent() ? lineage(head.getAsInt()) : List.of();
    List<Double> zeroShot = chain.stream().map(ToldVersion::zeroShot).toList();
    return new LearnerFacts(
        name,
        head,
        aliases,
        chain.stream().map(ToldFacts::task).toList(),
        chain.isEmpty() ? Optional.empty() : Optional.of(matrix(chain)),
        zeroShot.stream().allMatch(value -> value.isNaN()) ? List.of() : zeroShot,
        entries(pruned),
        Optional.empty());
  }

  /** From the first version to this one; a task counts once, whatever a broken topic tells. */
  private List<ToldVersion> lineage(int number) {
    List<ToldVersion> chain = new ArrayList<>();
    Set<String> tasks = new HashSet<>();
    Optional<ToldVersion> at = Optional.ofNullable(versions.get(number));
    while (at.isPresent() && tasks.add(at.get().event().task())) {
      chain.add(at.get());
      at = parent(at.get().event()).stream().mapToObj(versions::get).findFirst();
    }
    Collections.reverse(chain);
    return chain;
  }

  /** Older workers did not tell the parent: it was the version before. */
  private OptionalInt parent(VersionCommitted event) {
    int number = event.version();
    OptionalInt parent = event.parent();
    if (parent.isEmpty() && number > 1) {
      parent = OptionalInt.of(number - 1);
    }
    return parent.isPresent()
            && parent.getAsInt() < number
            && versions.containsKey(parent.getAsInt())
        ? parent
        : OptionalInt.empty();
  }

  private static TaskEntry task(ToldVersion version) {
    VersionCommitted event = version.event();
    return new TaskEntry(
        event.task(),
        event.classes(),
        version.testExamples(),
        event.version(),
        Optional.of(version.time()),
        event.seconds());
  }

  /** The rows of the versions; what contradicts an earlier row is left out. */
  private static AccuracyMatrix matrix(List<ToldVersion> chain) {
    Map<String, Integer> columns = new HashMap<>();
    Map<String, Integer> totals = new HashMap<>();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      columns.put(chain.get(i).event().task(), i + 1);
      Set<String> told = new HashSet<>();
      for (TaskAccuracy accuracy : chain.get(i).event().accuracies()) {
        Integer column = columns.get(accuracy.task());
        if (column != null
            && told.add(accuracy.task())
            && accuracy.correct() <= accuracy.total()
            && totals.computeIfAbsent(accuracy.task(), task -> accuracy.total())
                == accuracy.total()) {
          cells.add(new Cell(i + 1, column, accuracy.correct(), accuracy.total()));
        }
      }
    }
    return AccuracyMatrix.of(chain.stream().map(one -> one.event().task()).toList(), cells);
  }

  private List<VersionEntry> entries(Set<Integer> pruned) {
    Map<Integer, Integer> classes = new HashMap<>();
    List<VersionEntry> entries = new ArrayList<>();
    for (ToldVersion version : versions.values()) { // parents come first
      VersionCommitted event = version.event();
      int inherited = parent(event).stream().map(parent -> classes.getOrDefault(parent, 0)).sum();
      classes.put(event.version(), inherited + event.classes().size());
      entries.add(
          new VersionEntry(
              event.version(),
              parent(event),
              event.task(),
              event.classes(),
              inherited + event.classes().size(),
              Optional.of(version.time()),
              event.embeddingsSha256(),
              names(event.version()),
              version.meanAccuracy(),
              pruned.contains(event.version())));
    }
    return entries;
  }

  private List<String> names(int number) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == number)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
