package org.lammstream.manager.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.broker.EmbeddedBroker;

/** A whole worker process, taught and asked over HTTP only. */
class ServedWorkerTest {
  private static final String TOKEN = "a-token-for-this-test";
  private static final Duration PATIENCE = ServedProcess.PATIENCE;

  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  ServedWorkerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aTaskThatIsSentIsLearnedAndAsksForNothingButHttp() throws Exception {
    Path images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "pear"), 5, 1);
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
      try (ServedProcess worker =
          new ServedProcess(
              folder.resolve("err.txt"),
              "worker",
              "--bootstrap=" + broker.bootstrapServers(),
              "--checkpoint=" + Fixtures.path("tiny_clip"),
              "--store=" + folder.resolve("store"),
              "--set=epochs=2",
              "--http=127.0.0.1:0",
              "--http-token-file=" + token)) {
        use(worker.address(), images);
        worker.stop();
        assertThat(worker.said()).contains("worker: stopped").doesNotContain(TOKEN);
      }
    }
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.head("fruit")).hasValue(1);
    }
  }

  private void use(URI uri, Path images) throws Exception {
    assertThat(send(request(uri.resolve("/readyz"))).statusCode()).isEqualTo(401);
    assertThat(send(request(uri.resolve("/healthz"))).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> get(uri, "/readyz").statusCode() == 200);

    HttpResponse<String> accepted =
        send(
            request(uri.resolve("/api/v1/learners/fruit/tasks"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofByteArray(form(images))));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String status = accepted.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(PATIENCE)
        .until(() -> json(uri, status).get("status").asText(), "committed"::equals);
    assertThat(json(uri, status).get("version").asInt()).isEqualTo(1);

    HttpResponse<String> prediction =
        send(
            request(uri.resolve("/api/v1/learners/fruit/predict"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofFile(images.resolve("test/pear/0.png"))));
    assertThat(prediction.statusCode()).as(prediction.body()).isEqualTo(200);
    assertThat(prediction.body()).contains("\"champion\"", "apple", "pear");
    assertThat(json(uri, "/api/v1/learners/fruit").get("tasks").get(0).get("testExamples").asInt())
        .isEqualTo(2);
    String image =
        json(uri, "/api/v1/learners/fruit/examples?class=apple").at("/examples/0/url").asText();
    assertThat(get(uri, image).headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(send(request(uri.resolve(image))).statusCode()).isEqualTo(401);
    assertThat(get(uri, "/metrics").body()).contains("lamm_");
  }

  private static byte[] form(Path images) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (String name : List.of("apple", "pear")) {
      for (int i = 0; i < 5; i++) {
        form.write(
            "--cut\r\nContent-Disposition: form-data; name=\"train/%s\"; filename=\"%d.png\"\r\n\r\n"
                .formatted(name, i)
                .getBytes(UTF_8));
        form.write(Files.readAllBytes(images.resolve("train").resolve(name).resolve(i + ".png")));
        form.write("\r\n".getBytes(UTF_8));
      }
    }
    form.write("--cut--\r\n".getBytes(UTF_8));
    return form.toByteArray();
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI uri, String path) throws Exception {
    return send(request(uri.resolve(path)).header("Authorization", "Bearer " + TOKEN));
  }

  private JsonNode json(URI uri, String path) throws Exception {
    return new ObjectMapper().readTree(get(uri, path).body());
  }
}
