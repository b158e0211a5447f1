package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.lammstream.manager.fixtures.TlsKeys;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.broker.ListenerSecurity;

/** A broker that speaks TLS only and wants a password, with key stores made for it. */
final class GuardedBroker implements AutoCloseable {
  static final String USER = "lamm";
  static final String PASSWORD = "right-pass-4711";
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  private final Path folder;
  private final Path trust;
  private final EmbeddedBroker broker;

  GuardedBroker(Path folder) throws Exception {
    this.folder = folder;
    TlsKeys keys = TlsKeys.make(folder, "broker", "ip:127.0.0.1");
    this.trust = keys.trust();
    this.broker =
        EmbeddedBroker.start(
            folder.resolve("broker"),
            new ListenerSecurity(
                "SASL_SSL",
                Map.of(
                    "sasl.enabled.mechanisms",
                    "PLAIN",
                    "sasl.mechanism.inter.broker.protocol",
                    "PLAIN",
                    "listener.name.client.plain.sasl.jaas.config",
                    MODULE
                        + " username=\"broker\" password=\"broker-pass\""
                        + " user_broker=\"broker-pass\" user_%s=\"%s\";".formatted(USER, PASSWORD),
                    "ssl.keystore.location",
                    keys.keys().toString(),
                    "ssl.keystore.password",
                    TlsKeys.PASSWORD,
                    "ssl.key.password",
                    TlsKeys.PASSWORD,
                    "ssl.truststore.location",
                    trust.toString(),
                    "ssl.truststore.password",
                    TlsKeys.PASSWORD)));
  }

  String bootstrap() {
    return broker.bootstrapServers();
  }

  /** The value of {@code sasl.jaas.config} for a client. */
  static String login(String password) {
    return MODULE + " username=\"%s\" password=\"%s\";".formatted(USER, password);
  }

  /** A client's properties file without the login. */
  Path clientFile() throws IOException {
    return clientFile(trust);
  }

  /** The same of a client that trusts somebody else. */
  Path distrustfulClientFile() throws Exception {
    return clientFile(TlsKeys.make(folder, "stranger", "ip:127.0.0.1").trust());
  }

  /** A client's properties file with the login. */
  Path clientFile(String password) throws IOException {
    Path file = clientFile();
    String more = "sasl.jaas.config=" + login(password) + "\n";
    return Files.writeString(
        Files.createTempFile(folder, "client", ".properties"), Files.readString(file) + more);
  }

  private Path clientFile(Path trusted) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "client", ".properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        ssl.truststore.location=%s
        ssl.truststore.password=%s
        """
            .formatted(trusted, TlsKeys.PASSWORD));
  }

  @Override
  public void close() {
    broker.close();
  }
}
