package org.lammstream.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How to reach a broker.
 *
 * @param bootstrapServers {@code host:port}, or several with commas between
 * @param properties any further Kafka client properties (security, sizes, ...); they win over what
 *     this library sets, except for what its guarantees stand on
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties) {
  /** Rejects nulls and copies the properties. */
  public KafkaConnection {
    Objects.requireNonNull(bootstrapServers);
    properties = Map.copyOf(properties);
  }

  /** A plain connection. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** The same connection with one more property. */
  public KafkaConnection with(String name, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(name, value);
    return new KafkaConnection(bootstrapServers, more);
  }

  /**
   * Tries the properties out on every kind of client, without asking a broker.
   *
   * @throws IllegalArgumentException if one has an impossible value, with a message for the user
   */
  public void check() {
    ClientProperties.check(this);
  }

  /** Names of properties that no Kafka client knows, sorted: misspelt, or those of a plug-in. */
  public Set<String> unknownProperties() {
    return ClientProperties.unknown(properties.keySet());
  }

  /**
   * Properties for a Kafka client: defaults, then the user's, then the bootstrap servers, then
   * those that nobody may change.
   */
  public Map<String, Object> settings(Map<String, ?> defaults, Map<String, ?> fixed) {
    Map<String, Object> all = new HashMap<>(defaults);
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.putAll(fixed);
    return all;
  }

  /** Without the secrets among the properties. */
  @Override
  public String toString() {
    return bootstrapServers + " " + Secrets.hidden(properties);
  }
}
