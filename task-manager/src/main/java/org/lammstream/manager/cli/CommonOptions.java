package org.lammstream.manager.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
  // A fallback value, because picocli otherwise toggles a flag whose default is already true.
  @Option(
      names = "--verbose",
      fallbackValue = "true",
      description = "Log more, and show stack traces.")
  boolean verbose;

  // Read before parsing, by OptionDefaults; declared for --help and for the parser.
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Options from a .properties file, for example shots=8.")
  @Nullable Path config;
}
