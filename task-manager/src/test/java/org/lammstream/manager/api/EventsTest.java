package org.lammstream.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real streams of a real worker's events. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {
  private final ApiKit kit;

  EventsTest(@TempDir Path folder) {
    kit = new ApiKit(folder);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  /** One client of the stream; reads events as blocks of lines. */
  private static final class Listener implements AutoCloseable {
    private final BufferedReader reader;

    private Listener(ApiKit kit, Optional<String> lastEventId) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(kit.uri("/api/v1/events"));
      lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
      reader =
          new BufferedReader(
              new InputStreamReader(
                  HttpClient.newHttpClient()
                      .send(request.build(), BodyHandlers.ofInputStream())
                      .body(),
                  StandardCharsets.UTF_8));
      assertThat(next()).contains(": connected");
    }

    String next() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isEmpty()) {
          return String.join("\n", lines);
        }
        lines.add(line);
      }
      return "<end>";
    }

    /** The next event of a type; others are passed over. */
    String next(String type) throws IOException {
      while (true) {
        String event = next();
        if (event.contains("event: " + type + "\n") || event.equals("<end>")) {
          return event;
        }
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private Listener listen(String... lastEventId) throws Exception {
    return new Listener(kit, List.of(lastEventId).stream().findFirst());
  }

  private static String id(String event) {
    return event.lines().findFirst().orElseThrow().replace("id: ", "");
  }

  @Test
  void aTaskIsWatchedFromItsFirstStepToItsVersionAndAMovedAliasIsTold() throws Exception {
    try (Listener listener = listen()) {
      kit.teacher.teach("watched", "one", "apple", "pear");
      String progress = listener.next("task-progress");
      assertThat(progress).contains("\"learner\":\"watched\"", "\"phase\":\"encode\"");
      assertThat(listener.next("task-progress")).contains("\"eventId\":\"watched/one\"");
      String updated = listener.next("learner-updated");
      assertThat(updated).contains("data: {\"learner\":\"watched\"}").startsWith("id: test-");
      kit.teacher.teach("watched", "two", "plum");
      listener.next("learner-updated");
      assertThat(
              kit.json("POST", "/api/v1/learners/watched/rollback", "{\"version\": 1}")
                  .statusCode())
          .isEqualTo(200);
      String moved = listener.next("alias-moved");
      while (!moved.contains("\"version\":1")) {
        moved = listener.next("alias-moved"); // the champion of the commits before
      }
      assertThat(moved).contains("\"alias\":\"champion\"", "\"learner\":\"watched\"");
      // Somebody else, by way of the store's control socket, makes no difference.
      kit.store.setAlias("watched", "trial", 2);
      assertThat(listener.next("alias-moved")).contains("\"alias\":\"trial\"", "\"version\":2");
      kit.store.removeAlias("watched", "trial");
      assertThat(listener.next("alias-moved")).contains("\"alias\":\"trial\"", "\"version\":null");
    }
  }

  @Test
  void whoComesBackMissesNothingOrIsToldToLoadAnew() throws Exception {
    String first;
    try (Listener listener = listen()) {
      kit.live.queued("away", "id-1", "task-1");
      first = id(listener.next("task-queued"));
    }
    kit.live.queued("away", "id-2", "täsk-2");
    kit.live.queued("away", "id-3", "task-3");
    try (Listener back = listen(first)) {
      assertThat(back.next("task-queued")).contains("täsk-2");
      assertThat(back.next("task-queued")).contains("task-3");
    }
    for (String unknown : new String[] {"other-1", "test-999999", "nonsense", "test-x"}) {
      try (Listener back = listen(unknown)) {
        assertThat(back.next()).contains("event: reset");
      }
    }
    for (int i = 0; i < 150; i++) { // more than are kept
      kit.live.queued("away", "id-" + i, "task");
    }
    try (Listener back = listen(first)) {
      assertThat(back.next()).contains("event: reset");
    }
  }
}
