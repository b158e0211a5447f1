package org.lammstream.manager.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes and what surrounds it; injected so that tests see what a user sees.
 *
 * @param out results
 * @param err progress, notices and errors
 * @param terminal whether {@code err} is a terminal that can redraw a line
 * @param environment environment variables
 */
public record Console(
    PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> environment) {

  /** The console of this process; the launcher tells through {@code lamm.tty} what it is. */
  public static Console system() {
    return new Console(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("lamm.tty"),
        System.getenv());
  }
}
