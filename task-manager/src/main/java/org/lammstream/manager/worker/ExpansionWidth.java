package org.lammstream.manager.worker;

import java.util.Optional;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.Scoring;

/**
 * Sums of expanded image features are told from sums of features as they are by their length, so
 * the two must differ.
 */
public final class ExpansionWidth {

  private ExpansionWidth() {}

  /**
   * What is wrong with settings under a checkpoint; empty if they can be told.
   *
   * @param dimension of its image features
   */
  public static Optional<String> problem(LearnerConfiguration configuration, int dimension) {
    return configuration
        .scoring()
        .map(Scoring::expansion)
        .filter(width -> width == dimension)
        .map(
            width ->
                ("setting 'head.expansion' has the value '%d': the checkpoint's own features are as"
                        + " wide, and sums of both could not be told apart; use another number")
                    .formatted(width));
  }
}
