package org.lammstream.manager.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.LearnerFacts;
import org.lammstream.evaluation.dashboard.TaskEntry;
import org.lammstream.evaluation.dashboard.VersionEntry;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;

/** From the store's records to the dashboard's. */
final class StoredVersions {
  private StoredVersions() {}

  /** The versions that lead to one, from the first to itself. */
  static List<VersionSummary> lineage(List<VersionSummary> versions, int number) {
    Map<Integer, VersionSummary> byNumber = new HashMap<>();
    versions.forEach(version -> byNumber.put(version.number(), version));
    List<VersionSummary> chain = new ArrayList<>();
    OptionalInt next = OptionalInt.of(number);
    while (next.isPresent()) {
      VersionSummary version = byNumber.get(next.getAsInt());
      if (version == null) {
        break;
      }
      chain.add(version);
      next = version.parent();
    }
    Collections.reverse(chain);
    return chain;
  }

  /** A learner whose first task is under way. */
  static LearnerDetail nothingYet(String learner) {
    return LearnerDetail.of(
        new LearnerFacts(
            learner,
            OptionalInt.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty()));
  }

  static LearnerFacts facts(
      EmbeddingStore store,
      String learner,
      LearnerHistory history,
      OptionalInt head,
      Map<String, Integer> aliases,
      List<Double> zeroShot) {
    List<VersionSummary> versions = store.versions(learner);
    Map<Integer, OptionalDouble> accuracies = meanAccuracies(store, learner, versions);
    return new LearnerFacts(
        learner,
        head,
        aliases,
        tasks(history),
        Optional.of(history.matrix()),
        zeroShot,
        versions.stream()
            .map(
                version ->
                    entry(
                        version,
                        aliases,
                        accuracies.getOrDefault(version.number(), OptionalDouble.empty())))
            .toList(),
        Optional.empty());
  }

  private static List<TaskEntry> tasks(LearnerHistory history) {
    List<TaskEntry> tasks = new ArrayList<>();
    for (int i = 0; i < history.versions().size(); i++) {
      VersionSummary version = history.learned().get(i);
      TestSet tests = history.testSets().get(i);
      tasks.add(
          new TaskEntry(
              version.task(),
              history.newClasses(i + 1),
              tests.labels().size(),
              history.versions().get(i).number(),
              Optional.of(version.createdAt()),
              version.seconds()));
    }
    return tasks;
  }

  private static VersionEntry entry(
      VersionSummary version, Map<String, Integer> aliases, OptionalDouble accuracy) {
    return new VersionEntry(
        version.number(),
        version.parent(),
        version.task(),
        version.newClasses(),
        version.classCount(),
        Optional.of(version.createdAt()),
        version.embeddingsSha256(),
        aliases.entrySet().stream()
            .filter(alias -> alias.getValue() == version.number())
            .map(Map.Entry::getKey)
            .sorted()
            .toList(),
        accuracy,
        version.prunedAt().isPresent());
  }

  /** Of all versions. The scores of one tell those of all it goes back to, so tips come first. */
  private static Map<Integer, OptionalDouble> meanAccuracies(
      EmbeddingStore store, String learner, List<VersionSummary> versions) {
    Map<Integer, OptionalDouble> means = new HashMap<>();
    List<VersionSummary> newestFirst =
        versions.stream()
            .sorted(Comparator.comparingInt(VersionSummary::number).reversed())
            .toList();
    for (VersionSummary tip : newestFirst) {
      if (means.containsKey(tip.number())) {
        continue;
      }
      Map<Integer, Map<String, CellScore>> rows = new HashMap<>();
      for (CellScore score : store.scores(learner, tip.number())) {
        rows.computeIfAbsent(score.row(), unused -> new HashMap<>()).put(score.task(), score);
      }
      List<String> learned = new ArrayList<>();
      for (VersionSummary version : lineage(versions, tip.number())) {
        learned.add(version.task());
        Map<String, CellScore> row = rows.getOrDefault(version.number(), Map.of());
        means.putIfAbsent(version.number(), mean(row, learned));
      }
    }
    return means;
  }

  private static OptionalDouble mean(Map<String, CellScore> row, List<String> tasks) {
    return tasks.stream()
        .flatMap(task -> Optional.ofNullable(row.get(task)).stream())
        .filter(score -> score.total() > 0)
        .mapToDouble(score -> (double) score.correct() / score.total())
        .average();
  }
}
