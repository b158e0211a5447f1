package org.lammstream.manager.worker;

import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.lamm.LearnerConfiguration;

/** Settings that somebody asks for and that would do nothing. */
public final class IdleSettings {
  private static final String RANDOM_CONTEXT = "context.random";
  private static final String DEPTH = "depth";
  private static final String SCOPE = "context.scope";
  private static final String OTHER_SCOPE = "has no context of each class; use method=coop";

  private IdleSettings() {}

  /**
   * What is wrong with what was asked for, if anything.
   *
   * @param configuration that came of it
   */
  public static Optional<String> problem(
      Map<String, String> asked, LearnerConfiguration configuration) {
    String vectors = asked.getOrDefault(RANDOM_CONTEXT, "0").strip();
    if (!vectors.equals("0") && !configuration.method().trainsContext()) {
      return Optional.of(idle(RANDOM_CONTEXT, vectors, configuration, "trains no context"));
    }
    String scope = asked.getOrDefault(SCOPE, "shared").strip();
    if (!scope.equals("shared") && !configuration.hasOwnContexts()) {
      return Optional.of(idle(SCOPE, scope, configuration, OTHER_SCOPE));
    }
    return Optional.ofNullable(asked.get(DEPTH))
        .filter(depth -> !configuration.method().promptsImages())
        .map(depth -> idle(DEPTH, depth.strip(), configuration, "has no prompts in deeper blocks"));
  }

  private static String idle(
      String key, String value, LearnerConfiguration configuration, String why) {
    return "setting '%s' has the value '%s': method=%s %s"
        .formatted(key, value, configuration.method().key(), why);
  }
}
