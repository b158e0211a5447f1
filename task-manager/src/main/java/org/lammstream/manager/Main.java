package org.lammstream.manager;

import java.util.List;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.LammCli;

/** Entry point of the {@code lamm} command line. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the JVM with its exit code.
   *
   * @param args command line
   */
  public static void main(String[] args) {
    System.exit(LammCli.run(Console.system(), List.of(args)));
  }
}
