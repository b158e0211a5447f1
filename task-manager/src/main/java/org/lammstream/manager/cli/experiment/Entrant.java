package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.cli.data.PlannedTask;

/** A way to learn a sequence of tasks, to be measured against others. */
public interface Entrant {

  /** Its name in tables. */
  String name();

  /**
   * Whether each step learns all classes so far anew, with all their images: no stream, but what a
   * stream could reach at best.
   */
  boolean joint();

  /** All its settings with their values, as results keep them. */
  Map<String, String> recorded();

  /**
   * Checks what can be checked before anything runs.
   *
   * @param classes that it will learn
   */
  void check(List<String> classes, Laboratory laboratory);

  /**
   * Roughly how long a run takes, in any unit; 0 if that tells nothing about others.
   *
   * @param classes of all tasks
   */
  double work(RunPlan plan, int classes);

  /**
   * Learns the tasks one after the other and measures the result.
   *
   * @param plan whose entrant this is
   * @param tasks in the plan's order
   * @param progress hears the fraction of all tasks that is done, and time that went into what is
   *     kept for other runs
   */
  RunResult run(RunPlan plan, List<PlannedTask> tasks, Laboratory laboratory, RunProgress progress)
      throws IOException, InterruptedException;

  /** Its name as one of a file. */
  default String fileName() {
    return name().replaceAll("[^A-Za-z0-9+.=-]+", "-");
  }
}
