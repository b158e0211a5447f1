package org.lammstream.manager.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus on a free port of this machine, with our rules and one target. */
final class PrometheusServer implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration READY = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it serves.
   *
   * @param target {@code host:port} that is scraped every second as a worker
   */
  static PrometheusServer start(Path program, Path folder, String target)
      throws IOException, InterruptedException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: lamm-worker
            static_configs: [{targets: ['%s']}]
        """
            .formatted(MonitoringFiles.RULES.toRealPath(), target));
    Path log = folder.resolve("prometheus.log");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) { // somebody may take the port
      int port = freePort();
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("tsdb" + attempt),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--log.level=warn")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      PrometheusServer server = new PrometheusServer(process, port);
      if (server.isReadyInTime()) {
        return server;
      }
      server.close();
    }
    throw new IllegalStateException("Prometheus does not start: " + Files.readString(log));
  }

  private boolean isReadyInTime() throws InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (get("/-/ready").statusCode() == 200) {
          return true;
        }
      } catch (IOException e) {
        // not listening yet
      }
      Thread.sleep(200);
    }
    return false;
  }

  /** The series that an expression gives now. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    JsonNode answer = json("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer.path("error").asText());
    }
    return answer.get("data").get("result");
  }

  /** The groups of rules with their state. */
  JsonNode ruleGroups() throws IOException, InterruptedException {
    return json("/api/v1/rules").get("data").get("groups");
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Ends the process, by force where it does not listen. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
