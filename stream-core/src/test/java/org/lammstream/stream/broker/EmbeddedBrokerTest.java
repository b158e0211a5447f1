package org.lammstream.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.TopicStatus;
import org.lammstream.stream.topic.Topics;

class EmbeddedBrokerTest {
  @Test
  void keepsItsTopicsWhenItIsStartedAgainOnTheSameDirectory(@TempDir Path directory) {
    Topics topics = new Topics("again");
    long t0 = System.nanoTime();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
      System.err.println("up " + (System.nanoTime() - t0) / 1e9);
      try (TopicAdmin admin = open(broker)) {
        admin.ensure(topics, TopicLayout.partitions(3));
      }
      System.err.println("topics " + (System.nanoTime() - t0) / 1e9);
    }
    System.err.println("down " + (System.nanoTime() - t0) / 1e9);
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        TopicAdmin admin = open(broker)) {
      assertThat(admin.check(topics)).allMatch(TopicStatus::usable);
      assertThat(admin.check(topics).get(0).partitions()).isEqualTo(3);
    }
    System.err.println("end " + (System.nanoTime() - t0) / 1e9);
  }

  private static TopicAdmin open(EmbeddedBroker broker) {
    return TopicAdmin.open(KafkaConnection.to(broker.bootstrapServers()), Duration.ofSeconds(20));
  }
}
