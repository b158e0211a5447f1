package org.lammstream.manager.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.stream.Secrets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Parses the command line, runs the command and turns failures into one line and an exit code. */
public final class LammCli {
  /** Exit code of a command that did its job. */
  public static final int OK = CommandLine.ExitCode.OK;

  /** Exit code of a command whose job failed. */
  public static final int FAILURE = 1;

  /** Exit code of a wrong command line. */
  public static final int USAGE = CommandLine.ExitCode.USAGE;

  /** Picocli's words about an option like {@code --kafka} without its equals sign. */
  private static final Pattern NO_ASSIGNMENT = Pattern.compile("(KEY=VALUE format but was )\\S.*");

  private LammCli() {}

  /**
   * Runs one command.
   *
   * @return 0 if it did its job, 1 if the job failed, 2 if the command line is wrong
   */
  public static int run(Console console, List<String> args) {
    return run(console, args, WorkerSeams.NONE);
  }

  static int run(Console console, List<String> args, WorkerSeams seams) {
    CommandLine commands = commands(console, seams);
    try {
      commands.setDefaultValueProvider(OptionDefaults.read(args, console.environment(), commands));
    } catch (JobException e) {
      return report(console, e, args.contains("--verbose"), USAGE);
    }
    commands.setOut(console.out());
    commands.setErr(console.err());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler((e, ignored) -> usageError(console, e));
    commands.setExecutionExceptionHandler(
        (e, command, result) -> report(console, e, isVerbose(result), FAILURE));
    try {
      return commands.execute(args.toArray(String[]::new));
    } catch (Error e) { // picocli hands on errors; out of memory deserves a line as well
      return report(console, e, args.contains("--verbose"), FAILURE);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  static CommandLine commands(Console console) {
    return commands(console, WorkerSeams.NONE);
  }

  private static CommandLine commands(Console console, WorkerSeams seams) {
    CommandLine root = new CommandLine(new LammCommand(console));
    for (LammSubcommand command : LammSubcommand.all(console, seams)) {
      root.addSubcommand(line(command));
    }
    root.registerConverter(ComputeDevice.class, ComputeDevice::parse);
    return root;
  }

  private static CommandLine line(LammSubcommand command) {
    CommandLine line = new CommandLine(command);
    command.subcommands().forEach(nested -> line.addSubcommand(line(nested)));
    return line;
  }

  private static int usageError(Console console, ParameterException e) {
    console.err().println("lamm: " + withoutSecrets(ErrorLine.of(e)));
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    console.err().println("Try '" + name + " --help'.");
    return USAGE;
  }

  private static int report(Console console, Throwable failure, boolean verbose, int code) {
    console.err().println("lamm: " + withoutSecrets(ErrorLine.of(failure)));
    if (verbose) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      console.err().print(withoutSecrets(trace.toString()));
    }
    return code;
  }

  /** Also of an option that was not understood: the complaint repeats what was written. */
  private static String withoutSecrets(String text) {
    String shown = NO_ASSIGNMENT.matcher(text).replaceAll("$1" + Secrets.HIDDEN);
    return Secrets.hideIn(shown);
  }

  private static boolean isVerbose(ParseResult result) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.commandSpec().userObject() instanceof LammSubcommand command && command.isVerbose();
  }
}
