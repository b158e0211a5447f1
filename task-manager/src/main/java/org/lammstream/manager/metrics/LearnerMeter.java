package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.gauge;

/** What became of a learner: numbers of its head, from the store. */
enum LearnerMeter implements Described {
  LEARNERS(gauge("lamm.learners", "learners", "Learners in the store.")),
  ACCURACY_LAST(
      gauge(
          "lamm.learner.accuracy.last",
          "ratio",
          "Mean accuracy of the head on the tasks so far, every task counting the same.",
          "learner")),
  ACCURACY_AVERAGE(
      gauge(
          "lamm.learner.accuracy.average",
          "ratio",
          "Average incremental accuracy: the mean, over all steps, of the accuracy on the tasks"
              + " seen so far.",
          "learner")),
  ZERO_SHOT(
      gauge(
          "lamm.learner.accuracy.zero.shot",
          "ratio",
          "Mean of the zero-shot row of the accuracy matrix: the untouched checkpoint on each task,"
              + " among the classes up to that task.",
          "learner")),
  FORGETTING(
      gauge(
          "lamm.learner.forgetting",
          "ratio",
          "Best earlier accuracy minus the last, mean over tasks but the last.",
          "learner")),
  BACKWARD_TRANSFER(
      gauge(
          "lamm.learner.transfer.backward",
          "ratio",
          "Last accuracy minus the one right after learning, mean over tasks but the last; negative"
              + " where learning hurt.",
          "learner")),
  FORWARD_TRANSFER(
      gauge(
          "lamm.learner.transfer.forward",
          "ratio",
          "Accuracy on a task just before it is learned minus zero-shot, mean over tasks but the"
              + " first.",
          "learner")),
  CLASSES(gauge("lamm.learner.classes", "classes", "Classes that the head knows.", "learner")),
  TASKS(
      gauge(
          "lamm.learner.tasks",
          "tasks",
          "Tasks on the way from the first version to the head.",
          "learner")),
  VERSIONS(
      gauge(
          "lamm.learner.versions",
          "versions",
          "Versions in the store, on the way to the head or not.",
          "learner")),
  HEAD(
      gauge(
          "lamm.learner.head",
          "version",
          "Number of the version that the next task continues.",
          "learner")),
  CHAMPION(
      gauge(
          "lamm.learner.champion",
          "version",
          "Number of the version that the alias champion stands for; 0 where there is no such"
              + " alias.",
          "learner")),
  UPDATED(
      gauge(
          "lamm.learner.updated",
          "seconds",
          "When the head was made, in seconds since 1970.",
          "learner"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  LearnerMeter(MeterSpec spec) {
    this.spec = spec;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }
}
