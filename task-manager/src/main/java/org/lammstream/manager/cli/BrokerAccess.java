package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.Topics;
import picocli.CommandLine.Option;

/** Everything about a broker but its address. */
final class BrokerAccess {
  @Option(
      names = "--topic-prefix",
      paramLabel = "NAME",
      defaultValue = "lamm",
      description = {
        "Topics are NAME.tasks, NAME.results, NAME.tasks.dlq and NAME.versions",
        "(default: lamm)."
      })
  String topicPrefix = "lamm";

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "Further property of the Kafka clients. Repeatable.")
  Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Further properties of the Kafka clients; the place for secrets.")
  @Nullable Path propertiesFile;

  KafkaConnection connection(String bootstrap) throws IOException {
    checkNames();
    Map<String, String> all = KafkaProperties.read(propertiesFile);
    all.putAll(properties);
    return new KafkaConnection(bootstrap, all);
  }

  /** A misspelt property would be ignored without a word. */
  private void checkNames() {
    Set<String> unknown = new KafkaConnection("", properties).unknownProperties();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--kafka: no Kafka client knows the property "
              + String.join(", ", unknown)
              + " (properties of plug-ins go into --kafka-config FILE)");
    }
  }

  /** The topics of the prefix. */
  Topics topics() {
    return new Topics(topicPrefix);
  }
}
