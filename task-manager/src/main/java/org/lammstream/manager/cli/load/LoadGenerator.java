package org.lammstream.manager.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that ask for predictions, each one request after the other, for a bounded time. Confined
 * to one thread.
 */
final class LoadGenerator {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final Optional<String> token;

  LoadGenerator(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  /**
   * What is asked again and again.
   *
   * @param path with query
   * @param contentType of the bodies
   * @param bodies taken in turn
   * @param predictions how many one of them asks for
   */
  record Question(String path, String contentType, List<byte[]> bodies, int predictions) {}

  /** A resource as JSON. */
  JsonNode get(String path) throws IOException, InterruptedException {
    var answer = http.send(request(path).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          server.resolve(path) + ": HTTP " + answer.statusCode() + " " + answer.body());
    }
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  /** Asks, at first without measuring. */
  LoadResult run(Question question, int clients, Duration warmUp, Duration time)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long begin = System.nanoTime() + warmUp.toNanos();
    long end = begin + time.toNanos();
    try {
      List<Future<Seen>> asked = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int first = i;
        asked.add(threads.submit(() -> ask(question, first, begin, end)));
      }
      double aligning = watch(begin, end);
      Seen all = new Seen();
      for (Future<Seen> one : asked) {
        all.add(one.get());
      }
      return LoadResult.of(
          clients,
          time.toMillis() / 1e3,
          all.latencies(),
          question.predictions(),
          all.others,
          aligning);
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** What one client has seen. */
  private static final class Seen {
    private final List<Long> nanos = new ArrayList<>();
    private final Map<Integer, Long> others = new HashMap<>();

    void add(Seen other) {
      nanos.addAll(other.nanos);
      other.others.forEach((status, count) -> others.merge(status, count, Long::sum));
    }

    long[] latencies() {
      return nanos.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private Seen ask(Question question, int first, long begin, long end) throws InterruptedException {
    Seen seen = new Seen();
    for (int i = first; System.nanoTime() < end; i++) {
      byte[] body = question.bodies().get(i % question.bodies().size());
      HttpRequest request =
          request(question.path())
              .header("Content-Type", question.contentType())
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      long sent = System.nanoTime();
      int status = status(request);
      long now = System.nanoTime();
      if (sent < begin || now > end) {
        continue;
      }
      if (status == 200) {
        seen.nanos.add(now - sent);
      } else {
        seen.others.merge(status, 1L, Long::sum);
      }
    }
    return seen;
  }

  private int status(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Looks now and then whether a task is being aligned; returns the share of the looks. */
  private double watch(long begin, long end) throws IOException, InterruptedException {
    int looks = 0;
    int aligning = 0;
    while (System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
      if (System.nanoTime() < begin) {
        continue;
      }
      looks++;
      for (JsonNode learner : get("/api/v1/learners").get("learners")) {
        aligning += learner.path("running").path("phase").asText().equals("align") ? 1 : 0;
      }
    }
    return looks == 0 ? 0 : (double) aligning / looks;
  }
}
