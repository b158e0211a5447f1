package org.lammstream.stream;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What Kafka's clients say about properties before they are connected. */
final class ClientProperties {
  private ClientProperties() {}

  /**
   * Tries the properties of a connection out.
   *
   * @throws IllegalArgumentException if one has an impossible value
   */
  static void check(KafkaConnection connection) {
    Map<String, Object> settings =
        connection.settings(
            Map.of(),
            Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
    try {
      accept(new AdminClientConfig(settings));
      accept(new ProducerConfig(settings));
      accept(new ConsumerConfig(settings));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("Kafka property: " + e.getMessage(), e);
    }
  }

  /** A configuration that could be made is well-formed; there is no more to it. */
  private static void accept(AbstractConfig parsed) {
    parsed.ignore(ProducerConfig.CLIENT_ID_CONFIG);
  }

  /** Those that neither admin client, producer nor consumer knows. */
  static Set<String> unknown(Set<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(AdminClientConfig.configNames());
    unknown.removeAll(ProducerConfig.configNames());
    unknown.removeAll(ConsumerConfig.configNames());
    return unknown;
  }
}
