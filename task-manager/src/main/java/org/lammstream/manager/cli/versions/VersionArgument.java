package org.lammstream.manager.cli.versions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The one version that a command is about. */
final class VersionArgument {
  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Number, alias, head or latest (default: the one that predict uses).")
  private @Nullable String version;

  /** What was named. */
  Optional<String> word() {
    return Optional.ofNullable(version);
  }
}
