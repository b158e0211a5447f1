package org.lammstream.manager.survive;

import java.io.IOException;
import java.nio.file.Path;
import org.lammstream.stream.broker.EmbeddedBroker;

/** A program for tests: a broker until standard input ends. */
public final class BrokerMain {
  /** Said when it serves. */
  static final String READY = "broker ready";

  private BrokerMain() {}

  /**
   * Runs.
   *
   * @param args folder, port, and the port that clients are sent to
   */
  public static void main(String[] args) throws IOException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Nothing is ever written to it.
    }
    broker.close();
    System.exit(0);
  }
}
