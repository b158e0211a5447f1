package org.lammstream.manager.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Properties of Kafka clients from a file. */
final class KafkaProperties {
  private KafkaProperties() {}

  /** Everything in the file; nothing without a file. */
  static Map<String, String> read(@Nullable Path file) throws IOException {
    Map<String, String> all = new TreeMap<>();
    if (file != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    }
    return all;
  }
}
