package org.lammstream.manager.cli;

import java.io.IOException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The broker that a command cannot do without. */
final class BrokerOptions {
  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka broker, or several with commas between.")
  String bootstrap = "";

  @Mixin final BrokerAccess access = new BrokerAccess();

  KafkaConnection connection() throws IOException {
    return access.connection(bootstrap);
  }

  Topics topics() {
    return access.topics();
  }
}
