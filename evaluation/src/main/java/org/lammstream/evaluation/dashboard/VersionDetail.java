package org.lammstream.evaluation.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.event.Provenance;

/**
 * A version, where it comes from, and what it can do.
 *
 * @param version at a glance
 * @param provenance what it was made from and with; empty where the source does not tell
 * @param seconds wall-clock seconds by phase
 * @param accuracies its row of the accuracy matrix: the tasks it has learned, in order
 */
public record VersionDetail(
    @JsonUnwrapped VersionEntry version,
    Optional<Provenance> provenance,
    Map<String, Double> seconds,
    List<TaskScore> accuracies) {

  /** Copies the collections. */
  public VersionDetail {
    seconds = Map.copyOf(seconds);
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Test examples of one task.
   *
   * @param task its name
   * @param correct how many were classified correctly
   * @param total how many there are
   */
  public record TaskScore(String task, int correct, int total) {}
}
