package org.lammstream.manager.forget;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.worker.FeatureCache;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.manager.worker.TaskConditions;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.NewVersion;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.TaskEvent;

/** A learner in a store of its own, taught tasks of drawn images without a broker. */
final class Pupil implements AutoCloseable {
  static final String LEARNER = "fruit";
  private static final int IMAGES = 6;

  /** Drawn once for all. */
  record Images(Path folder) {
    static Images draw(Path folder) {
      return new Images(
          DrawnFolder.draw(
              folder, List.of("apple", "pear", "plum", "fig", "kiwi", "melon"), IMAGES, 3));
    }

    Example example(String split, String name, int number) {
      Path file = folder.resolve(split).resolve(name).resolve(number + ".png");
      return new Example(name, new ImageFile(file.toUri()));
    }
  }

  final EmbeddingStore store;
  private final Images images;
  private final LearnerWorker worker;
  private final Map<String, String> settings;
  private int offset;

  Pupil(Path folder, Images images, ClipModel model, Map<String, String> settings) {
    this(folder, images, model, settings, Optional.empty());
  }

  /** Takes features that another one has: the last bits depend on what was encoded together. */
  Pupil(
      Path folder,
      Images images,
      ClipModel model,
      Map<String, String> settings,
      Optional<Pupil> encoder) {
    this.store = EmbeddingStore.open(folder);
    this.images = images;
    this.settings = new HashMap<>(Map.of("method", "zero-shot", "head", "ridge"));
    this.settings.putAll(settings);
    WorkerSetup setup =
        new WorkerSetup(
            Optional.empty(),
            List.of(images.folder()),
            RemoteImages.OFF,
            FeatureCache.in(encoder.map(other -> other.store).orElse(store)),
            TaskConditions.ofWorker(this.settings, 1),
            "test");
    this.worker = new LearnerWorker(store, model, setup, new WorkerListener() {}, Clock.systemUTC());
  }

  /** Learns three images of each class. */
  Pupil learn(String task, String... classes) throws Exception {
    return learn(task, 0, classes);
  }

  /** Learns the other three images of each class. */
  Pupil more(String task, String... classes) throws Exception {
    return learn(task, IMAGES / 2, classes);
  }

  private Pupil learn(String task, int first, String... classes) throws Exception {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : classes) {
      for (int i = first; i < first + IMAGES / 2; i++) {
        train.add(images.example("train", name, i));
      }
      for (int i = 0; i < 3; i++) {
        test.add(images.example("test", name, i));
      }
    }
    return learn(new TaskEvent(1, LEARNER, task, List.of(classes), train, test, Map.of()));
  }

  Pupil learn(TaskEvent event) throws Exception {
    SourcePosition position =
        new SourcePosition(new SourcePartition("tasks", 0), offset, offset + 1L);
    offset++;
    String id = "event " + event.task();
    worker.process(new TaskDelivery(event, id, Instant.EPOCH, position, id), Lease.unshared());
    return this;
  }

  Version forget(String... classes) {
    Forgetter forgetter = Forgetter.of(store, LEARNER);
    return add(forgetter, forgetter.classes(List.of(classes)));
  }

  Version forgetTask(String task) {
    Forgetter forgetter = Forgetter.of(store, LEARNER);
    return add(forgetter, forgetter.task(task));
  }

  private Version add(Forgetter forgetter, ForgetPlan plan) {
    NewVersion version = forgetter.version(plan, Clock.systemUTC());
    store.add(version, Map.of());
    return head();
  }

  Version head() {
    return store.version(LEARNER, store.head(LEARNER).orElseThrow());
  }

  @Override
  public void close() {
    worker.close();
    store.close();
  }
}
