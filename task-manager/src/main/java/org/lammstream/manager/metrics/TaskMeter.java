package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.counter;
import static org.lammstream.manager.metrics.MeterSpec.gauge;
import static org.lammstream.manager.metrics.MeterSpec.timer;

/** Tasks: what became of them, and the one in process. */
enum TaskMeter implements Described {
  DURATION(timer("lamm.task.duration", "Wall-clock time of committed tasks by phase.", "phase")),
  SETTLED(
      counter(
          "lamm.tasks",
          "tasks",
          "Tasks settled since the start: committed, rejected, or acknowledged as a duplicate.",
          "learner",
          "outcome")),
  HELD_BACK(
      counter(
          "lamm.held.back",
          "versions",
          "Versions since the start that the learner's gate held back: committed, but not"
              + " champion.",
          "learner")),
  DEAD_LETTERS(
      counter(
          "lamm.dead.letters",
          "letters",
          "Events that went to the dead-letter topic since the start.",
          "reason")),
  RUNNING(gauge("lamm.task.running", "", "1 while a task is in process, else 0.")),
  PHASE(
      gauge(
          "lamm.task.phase",
          "",
          "1 for the phase that the task in process is in, else 0.",
          "phase")),
  PROGRESS(
      gauge(
          "lamm.task.progress",
          "ratio",
          "How much of its phase the task in process has done, 0 to 1; 0 where none is.")),
  AGE(
      gauge(
          "lamm.task.age",
          "seconds",
          "How long the task in process has been at it; 0 where none is.")),
  STALLED(
      gauge(
          "lamm.task.stalled",
          "seconds",
          "How long ago the task in process last made progress; 0 where none is.")),
  LOSS(
      gauge(
          "lamm.task.loss",
          "",
          "Mean loss of the last epoch of alignment; not a number before the first."));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  TaskMeter(MeterSpec spec) {
    this.spec = spec;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }
}
