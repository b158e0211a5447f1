package org.lammstream.manager.api;

import java.util.List;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.LearnerSummary;
import org.lammstream.evaluation.dashboard.VersionDetail;

/** Where learners are read from: a store, or the results topic. Thread-safe. */
public interface LearnerSource {

  /** All learners by name, and those that are learning their first task. */
  List<LearnerSummary> learners();

  /**
   * One learner.
   *
   * @throws org.lammstream.manager.api.http.ProblemException if there is none of this name
   */
  LearnerDetail learner(String name);

  /**
   * One version.
   *
   * @param word its number, an alias, {@code head} or {@code latest}
   * @throws org.lammstream.manager.api.http.ProblemException if there is no such learner or version
   */
  VersionDetail version(String learner, String word);
}
