package org.lammstream.manager.worker;

import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.lamm.LearnerConfiguration;

/** Settings that somebody asks for and that would do nothing. */
public final class IdleSettings {
  private static final String RANDOM_CONTEXT = "context.random";

  private IdleSettings() {}

  /**
   * What is wrong with what was asked for, if anything.
   *
   * @param configuration that came of it
   */
  public static Optional<String> problem(
      Map<String, String> asked, LearnerConfiguration configuration) {
    String vectors = asked.getOrDefault(RANDOM_CONTEXT, "0").strip();
    return vectors.equals("0") || configuration.method().trainsContext()
        ? Optional.empty()
        : Optional.of(
            "setting '%s' has the value '%s': method=%s trains no context"
                .formatted(RANDOM_CONTEXT, vectors, configuration.method().key()));
  }
}
