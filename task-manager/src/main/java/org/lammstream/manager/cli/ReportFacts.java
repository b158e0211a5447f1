package org.lammstream.manager.cli;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.stream.sequence.SequenceEntry;

/**
 * What a report tells that no store knows.
 *
 * @param learner name of the learner
 * @param seed of the run
 * @param shots training images per class, where they are as many for each
 * @param sizes how many examples each task had, by event id
 */
record ReportFacts(String learner, long seed, OptionalInt shots, Map<String, Sizes> sizes) {
  ReportFacts {
    sizes = Map.copyOf(sizes);
  }

  /** Numbers of training and test examples. */
  record Sizes(int train, int test) {}

  static ReportFacts of(JobPlan plan) {
    return new ReportFacts(
        plan.learner(),
        plan.seed(),
        OptionalInt.of(plan.shots()),
        plan.tasks().stream().collect(Collectors.toMap(PreparedTask::eventId, ReportFacts::sizes)));
  }

  static ReportFacts of(ReplayPlan plan) {
    Set<Integer> shots =
        plan.tasks().stream()
            .map(task -> task.train() % task.classes() == 0 ? task.train() / task.classes() : -1)
            .collect(Collectors.toSet());
    return new ReportFacts(
        plan.learner(),
        plan.seed(),
        shots.size() == 1 && !shots.contains(-1)
            ? OptionalInt.of(shots.iterator().next())
            : OptionalInt.empty(),
        plan.tasks().stream()
            .collect(
                Collectors.toMap(
                    SequenceEntry::eventId, task -> new Sizes(task.train(), task.test()))));
  }

  private static Sizes sizes(PreparedTask task) {
    return new Sizes(task.event().train().size(), task.event().test().size());
  }
}
