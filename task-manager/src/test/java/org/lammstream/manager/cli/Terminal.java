package org.lammstream.manager.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * One command, run as a user would run it, and what the user saw.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record Terminal(int code, String out, String err) {
  /** Runs a command without any environment variables. */
  public static Terminal lamm(Object... args) {
    return lamm(Map.of(), args);
  }

  /** Runs a command with these environment variables. */
  public static Terminal lamm(Map<String, String> environment, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, environment);
    int code = LammCli.run(console, List.of(args).stream().map(Object::toString).toList());
    return new Terminal(code, out.toString(), err.toString());
  }

  /** The lines of standard error. */
  public List<String> errorLines() {
    return err.lines().toList();
  }
}
