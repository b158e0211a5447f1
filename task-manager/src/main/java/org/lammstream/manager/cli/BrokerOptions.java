package org.lammstream.manager.cli;

import java.io.IOException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The broker that a command cannot do without. */
public final class BrokerOptions {
  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka broker, or several with commas between.")
  String bootstrap = "";

  @Mixin final BrokerAccess access = new BrokerAccess();

  /** Where the broker is and how it is talked to. */
  public KafkaConnection connection() throws IOException {
    return access.connection(bootstrap);
  }

  /** The topics of the prefix. */
  public Topics topics() {
    return access.topics();
  }
}
