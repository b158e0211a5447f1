package org.lammstream.manager.forget;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.LearnedExample;
import org.lammstream.store.VersionSummary;

/**
 * The examples that a version has learned from and not forgotten since.
 *
 * @param all in the order in which they were learned
 */
record LiveExamples(List<Live> all) {

  /**
   * An example.
   *
   * @param task that brought it
   */
  record Live(String task, LearnedExample example) {}

  LiveExamples {
    all = List.copyOf(all);
  }

  /** The examples of the version that a history leads to. */
  static LiveExamples of(EmbeddingStore store, String learner, LearnerHistory history) {
    Map<Integer, List<LearnedExample>> known =
        store.images().examples(learner, history.last().orElseThrow());
    List<Live> all = new ArrayList<>();
    Set<String> classesGone = new HashSet<>();
    Set<String> tasksGone = new HashSet<>();
    List<VersionSummary> newestFirst = new ArrayList<>(history.lineage());
    Collections.reverse(newestFirst);
    for (VersionSummary version : newestFirst) {
      version
          .forgetting()
          .ifPresent(
              what -> {
                classesGone.addAll(what.classes());
                tasksGone.addAll(what.tasks());
              });
      List<LearnedExample> examples =
          new ArrayList<>(known.getOrDefault(version.number(), List.of()));
      Collections.reverse(examples);
      for (LearnedExample example : examples) {
        if (!classesGone.contains(example.label()) && !tasksGone.contains(version.task())) {
          all.add(new Live(version.task(), example));
        }
      }
    }
    Collections.reverse(all);
    return new LiveExamples(all);
  }

  /** Those of some tasks or classes. */
  List<LearnedExample> matching(BiPredicate<String, String> taskAndLabel, boolean test) {
    return all.stream()
        .filter(live -> taskAndLabel.test(live.task(), live.example().label()))
        .map(Live::example)
        .filter(example -> example.test() == test)
        .toList();
  }
}
