package org.lammstream.manager.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Option values from outside the command line: the environment ({@code LAMM_CLASSES_PER_TASK}),
 * then the file given by {@code --config} ({@code classes-per-task}). The command line wins.
 */
final class OptionDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "LAMM_";
  private static final Set<String> NOT_CONFIGURABLE = Set.of("config", "help", "version");

  private final Map<String, String> environment;
  private final Properties file;

  private OptionDefaults(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Finds and reads the configuration file.
   *
   * @throws JobException if it cannot be read or names an option that no command has
   */
  static OptionDefaults read(
      List<String> args, Map<String, String> environment, CommandLine commands) {
    Properties file = new Properties();
    String path = configPath(args, environment);
    if (path != null) {
      try (Reader reader = Files.newBufferedReader(Path.of(path))) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new JobException("--config " + path + ": " + ErrorLine.of(e), e);
      }
      Set<String> unknown = new TreeSet<>(file.stringPropertyNames());
      unknown.removeAll(optionNames(commands));
      if (!unknown.isEmpty()) {
        throw new JobException(
            "--config " + path + ": no command has an option " + String.join(", ", unknown));
      }
    }
    return new OptionDefaults(environment, file);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    String name = nameOf(option);
    if (NOT_CONFIGURABLE.contains(name)) {
      return null;
    }
    String value = environment.get(environmentName(name));
    return value != null ? value : file.getProperty(name);
  }

  /** Where the value of this option comes from, for example of {@code --tasks}. */
  static OptionSource sourceOf(CommandLine command, String option) {
    if (command.getParseResult().hasMatchedOption(option)) {
      return OptionSource.COMMAND_LINE;
    }
    if (!(command.getDefaultValueProvider() instanceof OptionDefaults defaults)) {
      return OptionSource.NONE;
    }
    String name = option.replaceFirst("^--?", "");
    if (defaults.environment.containsKey(environmentName(name))) {
      return OptionSource.ENVIRONMENT;
    }
    return defaults.file.containsKey(name) ? OptionSource.FILE : OptionSource.NONE;
  }

  private static @Nullable String configPath(List<String> args, Map<String, String> environment) {
    for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
      String arg = args.get(i);
      if (arg.equals("--config") && i + 1 < args.size()) {
        return args.get(i + 1);
      }
      if (arg.startsWith("--config=")) {
        return arg.substring("--config=".length());
      }
    }
    return environment.get(environmentName("config"));
  }

  private static Set<String> optionNames(CommandLine root) {
    Set<String> names = new HashSet<>();
    List<CommandLine> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      CommandLine command = open.remove(open.size() - 1);
      command.getCommandSpec().options().forEach(option -> names.add(nameOf(option)));
      open.addAll(command.getSubcommands().values());
    }
    names.removeAll(NOT_CONFIGURABLE);
    return names;
  }

  private static String nameOf(OptionSpec option) {
    return option.longestName().replaceFirst("^--?", "");
  }

  private static String environmentName(String option) {
    return PREFIX + option.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
