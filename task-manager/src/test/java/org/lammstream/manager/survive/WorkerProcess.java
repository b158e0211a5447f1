package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lammstream.manager.cli.HeldWorker;

/** A worker as a user starts it, but that it may be held at a step. */
final class WorkerProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Pattern ADDRESS = Pattern.compile("page and API at (http://\\S+/),");

  private final JavaProcess process;
  private final Optional<Hold> hold;
  private final HttpClient client = HttpClient.newHttpClient();

  private WorkerProcess(JavaProcess process, Optional<Hold> hold) {
    this.process = process;
    this.hold = hold;
  }

  /** Starts one with these options. */
  static WorkerProcess start(Path folder, List<String> jvm, List<String> options) {
    return start(folder, Optional.empty(), jvm, options);
  }

  /** Starts one that is held. */
  static WorkerProcess start(Path folder, Hold hold, List<String> options) {
    return start(folder, Optional.of(hold), List.of(), options);
  }

  private static WorkerProcess start(
      Path folder, Optional<Hold> hold, List<String> jvm, List<String> options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(hold.map(Hold::arguments).orElse(List.of("-", "-", "-")));
    arguments.add("worker");
    arguments.addAll(options);
    hold.ifPresent(WorkerProcess::prepare);
    return new WorkerProcess(
        new JavaProcess(folder, jvm, HeldWorker.class.getName(), arguments), hold);
  }

  private static void prepare(Hold hold) {
    try {
      Files.createDirectories(hold.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String said() {
    return process.said();
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it says this. */
  void awaitSaid(String words) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> said().contains(words) || !process.isAlive());
    assertThat(said()).contains(words);
  }

  /** Waits until it is held. */
  void awaitHeld() {
    Path reached = hold.orElseThrow().reached();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> Files.exists(reached) || !process.isAlive());
    assertThat(process.isAlive()).as(said()).isTrue();
  }

  /** Lets it go on. */
  void release() {
    try {
      Files.createFile(hold.orElseThrow().released());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers on a path; status 0 where it does not serve yet. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    await().atMost(PATIENCE).until(() -> ADDRESS.matcher(said()).find() || !process.isAlive());
    Matcher address = ADDRESS.matcher(said());
    assertThat(address.find()).as(said()).isTrue();
    URI uri = URI.create(address.group(1)).resolve(path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofString());
  }

  /** Waits until it is ready, or no longer so. */
  void awaitReady(boolean ready) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(PATIENCE)
        .until(() -> get("/readyz").statusCode() == (ready ? 200 : 503));
  }

  /** SIGSTOP: nothing of it runs until {@link #resume}. */
  void pause() {
    process.signal("STOP");
  }

  /** SIGCONT. */
  void resume() {
    process.signal("CONT");
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  /** SIGTERM. */
  void terminate() {
    process.terminate();
  }

  int exitCode() {
    return process.exitCode();
  }

  /** SIGTERM, and waits for the end. */
  void stop() {
    terminate();
    exitCode();
    assertThat(said()).contains("worker: stopped");
  }

  @Override
  public void close() {
    process.close();
  }
}
