package org.lammstream.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.topic.Topics;

/**
 * Gives tests a {@link KafkaConnection} to one real broker, shared by all test classes of the run,
 * and {@link Topics} whose prefix no other test has (they are not created).
 */
public final class BrokerExtension implements ParameterResolver {
  private static final Namespace SPACE = Namespace.create(BrokerExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaConnection.class || type == Topics.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == Topics.class) {
      return new Topics("test-" + UUID.randomUUID());
    }
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent("broker", key -> new Shared(), Shared.class)
        .connection();
  }

  /** The broker and its directory; JUnit closes it after the last test. */
  private static final class Shared implements AutoCloseable {
    private final Path directory;
    private final EmbeddedBroker broker;

    Shared() {
      try {
        directory = Files.createTempDirectory("lamm-broker");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      broker = EmbeddedBroker.start(directory);
    }

    KafkaConnection connection() {
      return KafkaConnection.to(broker.bootstrapServers());
    }

    @Override
    public void close() throws IOException {
      broker.close();
      Utils.delete(directory.toFile());
    }
  }
}
