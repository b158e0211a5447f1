package org.lammstream.stream.topic;

import java.util.Objects;

/**
 * What the broker says about a topic.
 *
 * @param name its name
 * @param exists whether it is there
 * @param partitions how many it has, 0 if it is not there
 * @param leaderless partitions that nobody serves at the moment
 */
public record TopicStatus(String name, boolean exists, int partitions, int leaderless) {
  /** Rejects nulls. */
  public TopicStatus {
    Objects.requireNonNull(name);
  }

  static TopicStatus missing(String name) {
    return new TopicStatus(name, false, 0, 0);
  }

  /** Whether it can be used. */
  public boolean usable() {
    return exists && leaderless == 0;
  }

  /** One line for people. */
  public String describe() {
    if (!exists) {
      return name + ": missing";
    }
    return name
        + ": "
        + partitions
        + (partitions == 1 ? " partition" : " partitions")
        + (leaderless == 0 ? "" : ", " + leaderless + " without a leader");
  }
}
