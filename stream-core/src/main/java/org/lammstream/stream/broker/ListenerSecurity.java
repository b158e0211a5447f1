package org.lammstream.stream.broker;

import java.util.Map;
import java.util.Objects;

/**
 * How clients of an {@link EmbeddedBroker} must come in.
 *
 * @param protocol PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL
 * @param settings further settings of the broker: key stores, SASL mechanisms and the like; they
 *     win over its own
 */
public record ListenerSecurity(String protocol, Map<String, String> settings) {
  /** Everybody on this machine may come in. */
  public static final ListenerSecurity NONE = new ListenerSecurity("PLAINTEXT", Map.of());

  /** Rejects nulls and copies the settings. */
  public ListenerSecurity {
    Objects.requireNonNull(protocol);
    settings = Map.copyOf(settings);
  }

  /** Without the settings, which may hold secrets. */
  @Override
  public String toString() {
    return protocol;
  }
}
