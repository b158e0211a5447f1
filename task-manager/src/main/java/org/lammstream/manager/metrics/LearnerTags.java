package org.lammstream.manager.metrics;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Values of the tag {@code learner}. Names of learners come from events, so anybody who can publish
 * could make as many time series as he likes: only the first so many learners that have a version
 * get a tag of their own, all others are {@value #OTHER}. Thread-safe.
 */
final class LearnerTags {
  /** The tag of learners without one of their own. */
  static final String OTHER = "other";

  /** How many learners have a tag of their own where nothing else is said. */
  static final int MOST = 100;

  private final int most;
  private final Set<String> named = new LinkedHashSet<>();

  LearnerTags(int most) {
    this.most = most;
  }

  /** Admits a learner that has a version, if there is room; returns whether it has a tag. */
  synchronized boolean admit(String learner) {
    return named.contains(learner) || (named.size() < most && named.add(learner));
  }

  /** The tag of any learner. */
  synchronized String of(String learner) {
    return named.contains(learner) ? learner : OTHER;
  }
}
