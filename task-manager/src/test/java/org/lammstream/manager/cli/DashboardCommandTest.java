package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** The process of a dashboard, which has nothing but a broker. */
class DashboardCommandTest {
  private static final Duration PATIENCE = ServedProcess.PATIENCE;
  private static final Topics TOPICS = new Topics("lamm");

  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  DashboardCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aProcessThatOnlyReadsServesThePageAndSaysWhatItCannot() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        ServedProcess dashboard =
            new ServedProcess(
                folder.resolve("err.txt"),
                "dashboard",
                "--bootstrap=" + broker.bootstrapServers(),
                "--http=127.0.0.1:0")) {
      use(dashboard, KafkaConnection.to(broker.bootstrapServers()));
      dashboard.stop();
      assertThat(dashboard.said()).contains("dashboard: stopped");
    }
  }

  private void use(ServedProcess dashboard, KafkaConnection connection) throws Exception {
    URI uri = dashboard.address();
    // There is no topic yet: that is waited for, and said.
    await().atMost(PATIENCE).until(() -> dashboard.said().contains("no topic lamm.results"));
    assertThat(get(uri, "/healthz").statusCode()).isEqualTo(200);
    assertThat(get(uri, "/readyz").statusCode()).isEqualTo(503);
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(TOPICS, TopicLayout.partitions(1));
    }
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(List.of(version()));
    }
    await().atMost(PATIENCE).until(() -> get(uri, "/readyz").statusCode() == 200);
    await().atMost(PATIENCE).until(() -> json(uri, "/api/v1/learners").get("learners").size() == 1);
    JsonNode birds = json(uri, "/api/v1/learners/birds");
    assertThat(birds.get("lastAccuracy").asDouble()).isEqualTo(0.75);
    assertThat(birds.get("champion").asInt()).isEqualTo(1);
    assertThat(json(uri, "/api/v1/info").get("mode").asText()).isEqualTo("dashboard");
    assertThat(get(uri, "/").body()).contains("<html");
    assertThat(get(uri, "/metrics").body()).contains("lamm_learners 1", "lamm_ready 1");

    HttpResponse<String> refused = get(uri, "/api/v1/learners/birds/versions/1/classes");
    assertThat(refused.statusCode()).isEqualTo(501);
    assertThat(refused.body()).contains("not-offered", "ask a worker");
    HttpResponse<String> prediction =
        client.send(
            HttpRequest.newBuilder(uri.resolve("/api/v1/learners/birds/predict"))
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                .build(),
            BodyHandlers.ofString());
    assertThat(prediction.statusCode()).isEqualTo(501);
    JsonNode paths = json(uri, "/openapi.json").get("paths");
    assertThat(paths.has("/api/v1/learners/{learner}")).isTrue();
    assertThat(paths.has("/api/v1/learners/{learner}/predict")).isFalse();
  }

  private static OutgoingRecord version() {
    VersionCommitted event =
        new VersionCommitted(
            1,
            "birds",
            1,
            OptionalInt.empty(),
            "finches",
            "e-1",
            List.of("chaffinch"),
            "0123456789abcdef".repeat(4),
            List.of(new TaskAccuracy("finches", 3, 4)),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return ResultEvents.toRecord(TOPICS, event, "r-1", Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNamed() {
    Terminal seen = Terminal.lamm("dashboard", "--bootstrap=127.0.0.1:1", "--http=127.0.0.1:0");
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.err()).contains("127.0.0.1:1");
  }

  private HttpResponse<String> get(URI uri, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofString());
  }

  private JsonNode json(URI uri, String path) throws Exception {
    return new ObjectMapper().readTree(get(uri, path).body());
  }
}
