package org.lammstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaFaultsTest {
  private static final KafkaConnection NOBODY = KafkaConnection.to("127.0.0.1:1");

  @Test
  void waitingHelpsWhereABrokerIsNotThereOrNotReady() {
    assertThat(KafkaFaults.isPassing(new TimeoutException("late"))).isTrue();
    assertThat(KafkaFaults.isPassing(new UnknownTopicOrPartitionException("not yet"))).isTrue();
    assertThat(
            KafkaFaults.isPassing(
                KafkaFaults.unreachable(
                    NOBODY, Duration.ofSeconds(1), new java.util.concurrent.TimeoutException())))
        .isTrue();
    assertThat(KafkaFaults.isPassing(unresolvable())).isTrue();
  }

  @Test
  void waitingDoesNotHelpAgainstAMistake() {
    assertThat(KafkaFaults.isPassing(new SaslAuthenticationException("who?"))).isFalse();
    assertThat(KafkaFaults.isPassing(new TopicAuthorizationException("not you"))).isFalse();
    assertThat(
            KafkaFaults.isPassing(
                new KafkaException("no client", new ConfigException("a", "b", "c"))))
        .isFalse();
    assertThat(KafkaFaults.isPassing(new IllegalStateException("a bug"))).isFalse();
    assertThat(
            KafkaFaults.isPassing(
                new BrokerUnreachableException(
                    "x", new ConfigException("Invalid url in bootstrap.servers: nonsense"))))
        .isFalse();
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    assertThat(KafkaFaults.unreachable(NOBODY, Duration.ofSeconds(1), unresolvable()))
        .hasMessage("no host of 127.0.0.1:1 is known to the name service");
  }

  @Test
  void propertiesAreTriedOutWithoutABroker() {
    new KafkaConnection("127.0.0.1:1", Map.of("session.timeout.ms", "6000")).check();
    KafkaConnection wrong = new KafkaConnection("127.0.0.1:1", Map.of("acks", "some"));
    assertThatThrownBy(wrong::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks");
    assertThat(
            new KafkaConnection("", Map.of("acks", "1", "isolation.level", "x", "isolation", "x"))
                .unknownProperties())
        .containsExactly("isolation");
  }

  private static KafkaException unresolvable() {
    return new KafkaException(
        "no client",
        new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
  }
}
