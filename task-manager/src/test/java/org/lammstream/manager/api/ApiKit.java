package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lammstream.manager.api.http.BindAddress;
import org.lammstream.manager.api.http.HttpLimits;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.thumbnails.ThumbnailKeeper;
import org.lammstream.manager.thumbnails.Thumbnails;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.topic.Topics;

/**
 * A served learner: a real model, a real store and a real server; its tasks are handed over by
 * hand. Tasks that clients publish are collected in {@link #published}.
 */
final class ApiKit implements AutoCloseable {
  static final String LEARNER = "fruit & veg/ä";
  static final String PATH = "/api/v1/learners/fruit%20%26%20veg%2F%C3%A4";
  private static final ObjectMapper JSON = new ObjectMapper();

  final ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  final EventLog events = new EventLog("test", 100);
  final LiveTasks live = new LiveTasks(events, InstantSource.system());
  final List<TaskEvent> published = new CopyOnWriteArrayList<>();
  final List<String> publishedIds = new CopyOnWriteArrayList<>();
  final EmbeddingStore store;
  final Thumbnails thumbnails;
  final Teacher teacher;
  final Api api;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
  volatile Optional<ConsumerHealth> health =
      Optional.of(
          new ConsumerHealth(
              ConsumerHealth.State.RUNNING,
              Set.of(new SourcePartition("lamm.tasks", 0)),
              0,
              0,
              0,
              Optional.empty()));

  ApiKit(Path folder) {
    store = EmbeddingStore.open(folder.resolve("store"));
    thumbnails = Thumbnails.in(store);
    WorkerListener listener =
        new ListenerGroup(List.of(new ThumbnailKeeper(thumbnails, 2, List.of()), live));
    teacher = new Teacher(store, model, folder.resolve("images"), Teacher.QUICK, listener);
    ApiContext context =
        new ApiContext(
            store,
            model,
            new Topics("lamm"),
            live,
            events,
            Optional.of(
                (event, eventId) -> {
                  published.add(event);
                  publishedIds.add(eventId);
                }),
            () -> health,
            Optional.of(() -> "lamm_up 1\n"),
            PredictionListener.NONE,
            Optional.of(thumbnails),
            "0.1-test");
    api =
        Api.start(
            new HttpSettings(
                BindAddress.parse("127.0.0.1:0"), Optional.empty(), HttpLimits.DEFAULT),
            context);
  }

  /** Three tasks, the last of them undone by a rollback, and one that cannot be learned. */
  ApiKit taught() throws Exception {
    teacher.teach(LEARNER, "one", "apple", "pear");
    teacher.teach(LEARNER, "two", "plum");
    teacher.teach(LEARNER, "three", "fig", "kiwi");
    return this;
  }

  URI uri(String path) {
    return api.address().resolve(path);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", new byte[0], headers);
  }

  JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> json(String method, String path, String body) throws Exception {
    return send(method, path, "application/json", body.getBytes(UTF_8));
  }

  HttpResponse<String> send(String method, String path, String type, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode read(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  /** A form of these parts, by name; a name may be used again with a number behind a hash. */
  HttpResponse<String> form(String path, Map<String, byte[]> parts) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      String name = part.getKey().replaceFirst("#\\d+$", "");
      String file =
          name.equals("task") || name.equals("configuration") ? "" : "; filename=\"x.png\"";
      body.write(
          ("--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n")
              .getBytes(UTF_8));
      body.write(part.getValue());
      body.write("\r\n".getBytes(UTF_8));
    }
    body.write("--cut--\r\n".getBytes(UTF_8));
    return send("POST", path, "multipart/form-data; boundary=cut", body.toByteArray());
  }

  @Override
  public void close() {
    api.close();
    teacher.close();
    store.close();
    model.close();
  }
}
