package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.topic.OffsetRange;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.Topics;

class PublishDemoTest {
  @Test
  void theDemosTasksGoToEveryLearnerUnderTheSameIdsEachTime(@TempDir Path folder) {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
      Object[] command = {
        "publish-demo",
        "--bootstrap",
        broker.bootstrapServers(),
        "--learner",
        "a,b",
        "--shots",
        1,
        "--partitions",
        3
      };
      Terminal first = lamm(command);
      assertThat(first.err()).isEmpty();
      assertThat(first.code()).isZero();
      assertThat(first.out().lines()).hasSize(2 * BuiltinData.tasks().size());
      assertThat(first.out()).contains("published striped: 6 classes, 6 + 120 images");
      assertThat(lamm(command).out()).isEqualTo(first.out());
      try (TopicAdmin admin =
          TopicAdmin.open(KafkaConnection.to(broker.bootstrapServers()), Duration.ofSeconds(20))) {
        assertThat(admin.offsets(new Topics("lamm").tasks()).values())
            .hasSize(3)
            .extracting(OffsetRange::end)
            .filteredOn(end -> end > 0)
            .isNotEmpty();
      }
    }
  }

  @Test
  void theBuiltInCheckpointHasAName() {
    Terminal seen = lamm("doctor", "--checkpoint", "builtin");
    assertThat(seen.code()).isZero();
    assertThat(seen.out()).contains("checkpoint   drawn-clip, sha256 ");
  }
}
