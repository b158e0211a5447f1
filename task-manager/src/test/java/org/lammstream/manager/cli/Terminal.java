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
record Terminal(int code, String out, String err) {
  static Terminal lamm(Object... args) {
    return lamm(Map.of(), args);
  }

  static Terminal lamm(Map<String, String> environment, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, environment);
    int code = LammCli.run(console, List.of(args).stream().map(Object::toString).toList());
    return new Terminal(code, out.toString(), err.toString());
  }

  /** The lines of standard error. */
  List<String> errorLines() {
    return err.lines().toList();
  }
}
