package org.lammstream.manager.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.manager.replay.RecordedFood.LEARNER;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.AddressRules;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RemoteHost;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.manager.worker.TaskConditions;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.sequence.SequenceHeader;
import org.lammstream.stream.sequence.SequenceWriter;

/** A task whose images lie on a server: learned, recorded and replayed. */
class RemoteReplayTest {
  private static final AddressRules THIS_MACHINE = InetAddress::isLoopbackAddress;

  private final Path folder;
  private final Path images;
  private final HttpServer server;
  private final URI origin;
  private final RemoteImages remote;
  private final ClipModel model =
      ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());

  RemoteReplayTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.images = DrawnFolder.draw(folder.resolve("images"), List.of("fig", "okra"), 3, 1);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    int port = server.getAddress().getPort();
    this.origin = URI.create("http://127.0.0.1:" + port + "/");
    this.remote = RemoteImages.from(List.of(RemoteHost.parse("127.0.0.1:" + port)), THIS_MACHINE);
  }

  @AfterEach
  void close() {
    remote.close();
    server.stop(0);
    model.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] image =
        Files.readAllBytes(images.resolve(exchange.getRequestURI().getPath().substring(1)));
    exchange.sendResponseHeaders(200, image.length);
    exchange.getResponseBody().write(image);
    exchange.close();
  }

  private RecordedTask task(URI root) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : List.of("fig", "okra")) {
      for (int i = 0; i < 3; i++) {
        train.add(image(root, name, "train/" + name + "/" + i + ".png"));
      }
      test.add(image(root, name, "test/" + name + "/0.png"));
    }
    TaskEvent event = TaskEvent.of(LEARNER, "one", List.of("fig", "okra"), train, test);
    return new RecordedTask(
        event, "event", Instant.EPOCH, RecordedFood.position(0), Map.of(), Optional.empty());
  }

  private static Example image(URI root, String name, String path) {
    return new Example(name, new ImageFile(root.resolve(path)));
  }

  private WorkerSetup setup(EmbeddingStore store, List<Path> roots, RemoteImages from) {
    return new WorkerSetup(
        Optional.empty(),
        roots,
        from,
        FeatureCache.in(store),
        TaskConditions.ofWorker(RecordedFood.WORKER, 7),
        "code");
  }

  private void learn(EmbeddingStore store, WorkerSetup setup, RecordedTask task)
      throws RejectedEventException, InterruptedException {
    try (LearnerWorker worker =
        new LearnerWorker(store, model, setup, WorkerListener.NONE, Clock.systemUTC())) {
      worker.process(task.delivery(RecordedFood.position(0)), Lease.unshared());
    } catch (LostPartitionException e) {
      throw new IllegalStateException(e);
    }
  }

  private SequenceFile record(EmbeddingStore store, RecordedTask task) throws IOException {
    Path file = folder.resolve("sequence.jsonl");
    try (SequenceWriter writer =
        SequenceWriter.create(file, new SequenceHeader(LEARNER, "a test", Instant.EPOCH))) {
      writer.append(
          new RecordedTask(
              task.event(),
              task.eventId(),
              task.time(),
              task.position(),
              new ImageHashes(new ImageLocations(List.of(), remote)).of(task.event()),
              Originals.in(store, LEARNER).version(task.eventId())));
      writer.finish();
    }
    return SequenceFile.open(file);
  }

  private List<VersionCheck> replay(
      SequenceFile sequence, EmbeddingStore store, RemoteImages from, List<String> notices)
      throws IOException, InterruptedException {
    Replay.Means means =
        new Replay.Means(Optional.empty(), List.of(), from, FeatureCache.in(store), "code", false);
    ReplayListener listener =
        new ReplayListener() {
          @Override
          public void notice(String line) {
            notices.add(line);
          }
        };
    ReplayPlan plan = RecordedFood.plan(sequence, WhatIf.NOTHING);
    return new Replay(sequence, plan, store, model, means, listener).run();
  }

  @Test
  void imagesOfAServerAreLearnedLikeFilesAndReplayedToTheSameBits() throws Exception {
    try (EmbeddingStore files = EmbeddingStore.open(folder.resolve("files"));
        EmbeddingStore served = EmbeddingStore.open(folder.resolve("served"));
        EmbeddingStore again = EmbeddingStore.open(folder.resolve("again"))) {
      learn(files, setup(files, List.of(images), RemoteImages.OFF), task(images.toUri()));
      RecordedTask task = task(origin);
      learn(served, setup(served, List.of(), remote), task);
      assertThat(RecordedFood.digests(served)).isEqualTo(RecordedFood.digests(files));

      try (SequenceFile sequence = record(served, task)) {
        List<String> notices = new ArrayList<>();
        assertThat(replay(sequence, again, remote, notices))
            .singleElement()
            .matches(VersionCheck::isEqual);
        assertThat(notices).isEmpty();
        assertThat(RecordedFood.digests(again)).isEqualTo(RecordedFood.digests(files));
      }
    }
  }

  @Test
  void aReplayTellsWhatChangedOnTheServerAndWhatItMayNotFetch() throws Exception {
    try (EmbeddingStore served = EmbeddingStore.open(folder.resolve("served"));
        EmbeddingStore again = EmbeddingStore.open(folder.resolve("again"));
        EmbeddingStore offline = EmbeddingStore.open(folder.resolve("offline"))) {
      RecordedTask task = task(origin);
      learn(served, setup(served, List.of(), remote), task);
      try (SequenceFile sequence = record(served, task)) {
        assertThatThrownBy(() -> replay(sequence, offline, RemoteImages.OFF, new ArrayList<>()))
            .isInstanceOf(ReplayException.class)
            .hasMessageContaining("FORBIDDEN_LOCATION")
            .hasMessageContaining("--image-host");

        Files.copy(
            images.resolve("train/fig/0.png"),
            images.resolve("train/okra/0.png"),
            StandardCopyOption.REPLACE_EXISTING);
        List<String> notices = new ArrayList<>();
        assertThat(replay(sequence, again, remote, notices))
            .singleElement()
            .matches(check -> !check.isEqual());
        assertThat(notices).singleElement().asString().contains("1 of 8 images", "okra/0.png");
      }
    }
  }

  @Test
  void aWorkerThatMayNotFetchRefusesTheTask() {
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      WorkerSetup setup = setup(store, List.of(images), RemoteImages.OFF);
      assertThatThrownBy(() -> learn(store, setup, task(origin)))
          .isInstanceOfSatisfying(
              RejectedEventException.class,
              e -> assertThat(e.rejection().reason()).isEqualTo(Reason.FORBIDDEN_LOCATION));
      assertThat(store.check().families())
          .hasEntrySatisfying("features", size -> assertThat(size.entries()).isZero());
    }
  }

  @Test
  void aServerOnTheWorkersOwnNetworkIsNoSourceOfImages() {
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"));
        RemoteImages listed = RemoteImages.from(List.of(RemoteHost.parse(origin.getAuthority())))) {
      assertThatThrownBy(() -> learn(store, setup(store, List.of(), listed), task(origin)))
          .isInstanceOfSatisfying(
              RejectedEventException.class,
              e -> {
                assertThat(e.rejection().reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
                assertThat(e.rejection().message()).contains("not public");
              });
    }
  }
}
