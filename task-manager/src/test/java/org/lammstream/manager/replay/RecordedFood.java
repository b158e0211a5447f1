package org.lammstream.manager.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.manager.worker.TaskConditions;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.sequence.SequenceHeader;
import org.lammstream.stream.sequence.SequenceWriter;

/**
 * Five small tasks, really learned by a worker from a stream's positions, and their recording. The
 * worker has settings and a seed of its own, and one task brings others.
 */
final class RecordedFood implements AutoCloseable {
  static final String LEARNER = "food";
  static final SourcePartition PARTITION = new SourcePartition("lamm.tasks", 2);
  static final ReplayPlan.Fallback NO_FALLBACK = new ReplayPlan.Fallback(Map.of(), 1);

  static final Map<String, String> WORKER = Map.of("epochs", "3", "batch", "4");

  /** What programs did that had none of these settings but the first two. */
  static final Map<String, String> OLDER =
      Map.of(
          "epochs",
          "3",
          "batch",
          "4",
          "views",
          "1",
          "head",
          "none",
          "replay",
          "prototypes",
          "rivals",
          "all",
          "method",
          "lamm",
          "gate",
          "off");

  private static final List<List<String>> CLASSES =
      List.of(
          List.of("apple", "kale"),
          List.of("pear", "leek"),
          List.of("plum", "chard"),
          List.of("fig", "okra"),
          List.of("kiwi", "beet"));

  final Path folder;
  final Path images;
  final ClipModel model;
  final Path original;

  /**
   * Learns the tasks.
   *
   * @param heads version to which is rolled back, head and champion, before the task of this place,
   *     0 for none
   */
  RecordedFood(Path folder, int... heads) {
    this(folder, WORKER, heads);
  }

  /** The same with other settings of the worker. */
  RecordedFood(Path folder, Map<String, String> settings, int... heads) {
    this.folder = folder;
    this.images = folder.resolve("images");
    CLASSES.forEach(classes -> DrawnFolder.draw(images, classes, 3, 1));
    this.model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    this.original = folder.resolve("original");
    try (EmbeddingStore store = EmbeddingStore.open(original)) {
      WorkerSetup setup =
          new WorkerSetup(
              Optional.empty(),
              List.of(images),
              RemoteImages.OFF,
              FeatureCache.in(store),
              TaskConditions.ofWorker(settings, 7),
              "original-code");
      try (LearnerWorker worker =
          new LearnerWorker(store, model, setup, WorkerListener.NONE, Clock.systemUTC())) {
        for (int i = 0; i < 5; i++) {
          if (i < heads.length && heads[i] > 0) {
            store.rollback(LEARNER, heads[i], true);
          }
          worker.process(task(i).delivery(position(i)), Lease.unshared());
        }
      }
    } catch (RejectedEventException | InterruptedException | LostPartitionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Task {@code i} is of two classes; the third brings a setting. */
  private RecordedTask task(int i) {
    TaskEvent event =
        new TaskEvent(
            TaskEvent.SCHEMA_VERSION,
            LEARNER,
            "task-" + (i + 1),
            CLASSES.get(i),
            examples("train", i, 3),
            examples("test", i, 1),
            i == 2 ? Map.of("epochs", "2") : Map.of());
    return new RecordedTask(
        event, "event-" + i, Instant.EPOCH, position(i), Map.of(), Optional.empty());
  }

  private List<Example> examples(String split, int task, int count) {
    List<Example> examples = new ArrayList<>();
    for (String name : CLASSES.get(task)) {
      for (int i = 0; i < count; i++) {
        Path image = images.resolve(split).resolve(name).resolve(i + ".png");
        examples.add(new Example(name, new ImageFile(image.toUri())));
      }
    }
    return examples;
  }

  static SourcePosition position(int i) {
    return new SourcePosition(PARTITION, 10L * i, 10L * i + 1);
  }

  /** A training image of a task. */
  Path image(int i, int number) {
    return images.resolve("train").resolve(CLASSES.get(i).get(0)).resolve(number + ".png");
  }

  /** Records tasks of these places, with or without what they led to. */
  SequenceFile record(String name, boolean withOriginals, int... places) {
    return record(name, made -> withOriginals ? Optional.of(made) : Optional.empty(), places);
  }

  /** The same with other news of what they led to. */
  SequenceFile record(String name, Function<Original, Optional<Original>> told, int... places) {
    Path file = folder.resolve(name);
    SequenceHeader header = new SequenceHeader(LEARNER, "a test", Instant.EPOCH);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(original);
        SequenceWriter writer = SequenceWriter.create(file, header)) {
      Originals originals = Originals.in(store, LEARNER);
      ImageHashes hashes = new ImageHashes(new ImageLocations(List.of(images)));
      for (int i : places) {
        RecordedTask task = task(i);
        writer.append(
            new RecordedTask(
                task.event(),
                task.eventId(),
                task.time(),
                task.position(),
                hashes.of(task.event()),
                originals.version(task.eventId()).flatMap(told)));
      }
      writer.finish();
      return SequenceFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SequenceFile record(String name) {
    return record(name, true, 0, 1, 2, 3, 4);
  }

  static ReplayPlan plan(SequenceFile sequence, WhatIf whatIf) {
    return ReplayPlan.of(LEARNER, sequence.entries(), whatIf, NO_FALLBACK, true);
  }

  Replay.Means means(FeatureCache features, boolean stopAtDifference) {
    return new Replay.Means(
        Optional.empty(),
        List.of(images),
        RemoteImages.OFF,
        features,
        "other-code",
        stopAtDifference);
  }

  /** Replays to the end. */
  List<VersionCheck> replay(
      SequenceFile sequence, WhatIf whatIf, EmbeddingStore store, ReplayListener listener)
      throws IOException, InterruptedException {
    Replay.Means means = means(FeatureCache.in(store), false);
    return new Replay(sequence, plan(sequence, whatIf), store, model, means, listener).run();
  }

  /** Digests of all versions in a store. */
  static List<String> digests(EmbeddingStore store) {
    return store.versions(LEARNER).stream().map(VersionSummary::embeddingsSha256).toList();
  }

  /** Digests of the versions that were made at first. */
  List<String> originalDigests() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(original)) {
      return digests(store);
    }
  }

  static List<OptionalInt> parents(EmbeddingStore store) {
    return store.versions(LEARNER).stream().map(VersionSummary::parent).toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
