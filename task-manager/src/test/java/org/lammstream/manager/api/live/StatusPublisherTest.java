package org.lammstream.manager.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.manager.worker.Phase;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;

class StatusPublisherTest {
  private final EmbeddingStore store;
  private final List<OutgoingRecord> sent = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final LiveTasks live = new LiveTasks(new EventLog("test", 1), () -> now);
  private boolean away;
  private final StatusPublisher publisher;

  StatusPublisherTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    publisher = new StatusPublisher(store, live, new Topics("p"), this::send, () -> now);
  }

  @AfterEach
  void close() {
    publisher.close();
    store.close();
  }

  private void send(List<OutgoingRecord> records) {
    if (away) {
      throw new BrokerUnreachableException("away", new IllegalStateException());
    }
    sent.addAll(records);
  }

  private List<String> told() {
    publisher.look();
    List<String> texts =
        sent.stream()
            .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
            .toList();
    sent.clear();
    return texts;
  }

  @Test
  void pointersAreToldAtTheStartAndWhenTheyMove() {
    SampleVersions.add(store, "birds", "finches", 8);
    SampleVersions.add(store, "birds", "owls", 9, 6);
    assertThat(told()).singleElement().asString().contains("\"champion\":2", "\"head\":2");
    assertThat(told()).isEmpty();
    store.rollback("birds", 1, false);
    assertThat(told()).singleElement().asString().contains("\"champion\":1", "\"head\":2");
    store.setAlias("birds", "gold", 2);
    assertThat(told()).singleElement().asString().contains("\"gold\":2");
  }

  @Test
  void whatCouldNotBeToldIsToldLater() {
    SampleVersions.add(store, "birds", "finches", 8);
    away = true;
    assertThat(told()).isEmpty();
    away = false;
    assertThat(told()).hasSize(1);
  }

  @Test
  void aTaskUnderWayIsToldWithItsProgress() {
    Example example = new Example("fig", new InlineImage(new byte[] {1}));
    live.taskStarted(
        TaskEvent.of("fruit", "one", List.of("fig"), List.of(example), List.of()), "id-1");
    live.phaseProgress(Phase.ALIGN, 0, 50);
    now = now.plus(Duration.ofSeconds(4));
    live.epochFinished(10, 50, 0.5);
    live.phaseProgress(Phase.ALIGN, 10, 50);
    assertThat(told())
        .singleElement()
        .asString()
        .contains(
            "\"event\":\"task-progress\"",
            "\"done\":10",
            "\"epochs\":50",
            "\"secondsElapsed\":4.0",
            "\"secondsLeft\":16.0");
  }
}
