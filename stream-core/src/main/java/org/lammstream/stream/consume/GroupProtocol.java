package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.lammstream.stream.KafkaConnection;

/**
 * How the workers of a group agree on who has which partition: the broker decides, where it offers
 * that, and nobody stops while it does; otherwise they decide cooperatively.
 */
final class GroupProtocol {
  private static final String FEATURE = "group.version";
  private static final int PATIENCE_MILLIS = 3000;
  private static final Map<String, Object> BROKER =
      Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
  private static final Map<String, Object> COOPERATIVE =
      Map.of(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());

  /** Only those of the older protocol are the client's to choose. */
  private static final Set<String> OLDER_SETTINGS =
      Set.of(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);

  private GroupProtocol() {}

  /**
   * Consumer settings that choose the protocol; what the user set decides where it can.
   *
   * @throws KafkaException if the broker must be asked and does not answer
   */
  static Map<String, Object> settings(KafkaConnection connection) {
    Optional<String> wanted =
        Optional.ofNullable(connection.properties().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    if (wanted.isPresent()) {
      return wanted.get().equalsIgnoreCase("consumer") ? BROKER : COOPERATIVE;
    }
    boolean older = OLDER_SETTINGS.stream().anyMatch(connection.properties()::containsKey);
    return !older && isOffered(connection) ? BROKER : COOPERATIVE;
  }

  private static boolean isOffered(KafkaConnection connection) {
    Map<String, Object> settings =
        connection.settings(
            Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "lamm-worker-setup"),
            Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS));
    Admin admin = Admin.create(settings);
    try {
      FinalizedVersionRange range =
          admin
              .describeFeatures()
              .featureMetadata()
              .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
              .finalizedFeatures()
              .get(FEATURE);
      return range != null && range.maxVersionLevel() >= 1;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        return false;
      }
      throw e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no Kafka broker answers", e);
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    } finally {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
