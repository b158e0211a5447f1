package org.lammstream.manager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.worker.IdleSettings;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a learner learns. */
final class LearnerOptions {
  @Option(
      names = "--old",
      paramLabel = "POLICY",
      description = "Classes learned before: frozen or regularized (default: regularized).")
  @Nullable String old;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description =
          "What trains: zero-shot (nothing), lamm (label embeddings), coop (the context),"
              + " coop+lamm, maple (prompts of both towers) or maple+lamm (default: lamm).")
  @Nullable String method;

  @Option(
      names = "--set",
      split = ",",
      splitSynopsisLabel = ",",
      paramLabel = "KEY=VALUE",
      description =
          "Any setting of the learner, for example epochs=20; --list-settings of 'lamm doctor'"
              + " lists them. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The settings that differ from the defaults.
   *
   * @throws CommandLine.ParameterException if one is unknown or out of range
   */
  Map<String, String> configuration(CommandLine command) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    if (old != null) {
      all.put("old", old);
    }
    if (method != null) {
      all.put("method", method);
    }
    try {
      IdleSettings.problem(all, LearnerConfiguration.from(all))
          .ifPresent(
              problem -> {
                throw new CommandLine.ParameterException(command, problem);
              });
    } catch (InvalidConfigurationException e) {
      throw new CommandLine.ParameterException(command, ErrorLine.of(e), e);
    }
    return all;
  }
}
