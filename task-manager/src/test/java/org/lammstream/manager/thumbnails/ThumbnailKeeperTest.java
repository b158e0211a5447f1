package org.lammstream.manager.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreBackups;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.topic.Topics;

/** Real workers on real images, whose thumbnails are held against the images. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThumbnailKeeperTest {
  private static final List<String> CLASSES = List.of("apple", "pear");

  private final ClipModel model =
      ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  private final Path images;

  ThumbnailKeeperTest(@TempDir Path images) {
    this.images = DrawnFolder.draw(images, CLASSES, 3, 4);
  }

  @AfterAll
  void close() {
    model.close();
  }

  private Path file(String split, String name, int number) {
    return images.resolve(split).resolve(name).resolve(number + ".png");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageSource inline(Path file) {
    return new InlineImage(bytes(file));
  }

  private static ImageSource byUri(Path file) {
    return new ImageFile(file.toUri());
  }

  /** Test example {@code 2 i} is apple {@code i}, {@code 2 i + 1} is pear {@code i}. */
  private TaskDelivery task(String learner, Function<Path, ImageSource> source) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      for (String name : CLASSES) {
        if (i < 3) {
          train.add(new Example(name, source.apply(file("train", name, i))));
        }
        test.add(new Example(name, source.apply(file("test", name, i))));
      }
    }
    return new TaskDelivery(
        TaskEvent.of(learner, "fruit", CLASSES, train, test),
        learner + "/../event",
        Instant.EPOCH,
        new SourcePosition(new SourcePartition("tasks", 0), 0, 1),
        learner);
  }

  private void learn(EmbeddingStore store, WorkerListener listener, TaskDelivery... tasks)
      throws Exception {
    WorkerSettings settings = new WorkerSettings(List.of(images), Teacher.QUICK, 1, "test");
    try (LearnerWorker worker =
        new LearnerWorker(
            store, model, new Topics("t"), records -> {}, settings, listener, Clock.systemUTC())) {
      for (TaskDelivery task : tasks) {
        worker.process(task, Lease.unshared());
      }
    }
  }

  private ThumbnailKeeper keeper(Thumbnails thumbnails, int perClass) {
    return new ThumbnailKeeper(thumbnails, perClass, List.of(images));
  }

  /** The colours of the class fill nearly all of a drawn image. */
  private void assertShows(Thumbnails thumbnails, String learner, int index) {
    String event = learner + "/../event";
    byte[] jpeg = thumbnails.read(learner, thumbnails.name(learner, event, index)).orElseThrow();
    RgbImage seen = new ImageGate().decode(jpeg);
    RgbImage drawn = new ImageGate().decode(file("test", CLASSES.get(index % 2), index / 2));
    assertThat(List.of(seen.width(), seen.height()))
        .isEqualTo(List.of(drawn.width(), drawn.height()));
    long difference = 0;
    for (int i = 0; i < drawn.rgb().length; i++) {
      difference += Math.abs((seen.rgb()[i] & 0xff) - (drawn.rgb()[i] & 0xff));
    }
    assertThat((double) difference / drawn.rgb().length).isLessThan(8);
  }

  @Test
  void theFirstImagesOfEveryClassAreKeptWithAndWithoutAWarmCacheAndAfterARestart(
      @TempDir Path folder) throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      Thumbnails thumbnails = Thumbnails.in(store);
      learn(store, keeper(thumbnails, 3), task("cold", ThumbnailKeeperTest::inline));
      learn(store, keeper(thumbnails, 3), task("warm", ThumbnailKeeperTest::byUri));
    }
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      Thumbnails thumbnails = Thumbnails.in(store);
      for (String learner : List.of("cold", "warm")) {
        List<Integer> kept = thumbnails.kept(learner, learner + "/../event");
        assertThat(kept).containsExactly(0, 1, 2, 3, 4, 5);
        kept.forEach(index -> assertShows(thumbnails, learner, index));
      }
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void whatIsLearnedIsTheSameToTheBitAndABackupHoldsNoThumbnails(@TempDir Path folder)
      throws Exception {
    try (EmbeddingStore with = EmbeddingStore.open(folder.resolve("with"));
        EmbeddingStore without = EmbeddingStore.open(folder.resolve("without"))) {
      learn(with, keeper(Thumbnails.in(with), 2), task("a", ThumbnailKeeperTest::byUri));
      learn(without, WorkerListener.NONE, task("a", ThumbnailKeeperTest::byUri));
      assertThat(with.version("a", 1).embeddingsSha256())
          .isEqualTo(without.version("a", 1).embeddingsSha256());
      assertThat(with.testSets("a", 1)).isEqualTo(without.testSets("a", 1));
      assertThat(folder.resolve("without/thumbnails")).doesNotExist();
      assertThat(folder.resolve("with/thumbnails")).isDirectory();
      with.backup(folder.resolve("backups"), 0);
    }
    StoreBackups.verify(folder.resolve("backups"), OptionalInt.empty());
    StoreBackups.restore(
        folder.resolve("backups"), OptionalInt.empty(), folder.resolve("restored"));
    assertThat(folder.resolve("restored/thumbnails")).doesNotExist();
    try (EmbeddingStore restored = EmbeddingStore.open(folder.resolve("restored"))) {
      assertThat(Thumbnails.in(restored).kept("a", "a/../event")).isEmpty();
      assertThat(restored.head("a")).hasValue(1);
    }
  }

  @Test
  void precomputedFeaturesAndZeroPerClassKeepNothing(@TempDir Path folder) throws Exception {
    float[] feature = new float[model.dimension()];
    feature[0] = 1;
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      Thumbnails thumbnails = Thumbnails.in(store);
      learn(
          store,
          keeper(thumbnails, 3),
          task("given", path -> new ImageFeature(feature, model.sha256())));
      learn(store, keeper(thumbnails, 0), task("none", ThumbnailKeeperTest::inline));
      assertThat(store.learners()).containsExactlyInAnyOrder("given", "none");
    }
    assertThat(folder.resolve("thumbnails")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenAndALimitThatIsReachedHarmNoTask(@TempDir Path folder)
      throws Exception {
    Path store = folder.resolve("store");
    Path taken = Files.writeString(folder.resolve("taken"), "a file where the folder would be");
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      learn(open, keeper(new Thumbnails(taken, 1000), 3), task("one", ThumbnailKeeperTest::inline));
      Thumbnails small = new Thumbnails(folder.resolve("small"), 1500);
      learn(open, keeper(small, 3), task("two", ThumbnailKeeperTest::inline));
      learn(open, keeper(small, 3), task("three", ThumbnailKeeperTest::inline));
      assertThat(small.kept("two", "two/../event")).startsWith(0).hasSizeBetween(1, 5);
      for (String learner : List.of("one", "two", "three")) {
        assertThat(open.head(learner)).hasValue(1);
      }
    }
    assertThat(taken).hasContent("a file where the folder would be");
  }

  @Test
  void anImageThatHasGoneSinceItWasEncodedIsLeftOut(@TempDir Path folder) throws Exception {
    Path copy = Files.copy(file("test", "apple", 0), images.resolve("passing.png"));
    Thumbnails thumbnails = new Thumbnails(folder.resolve("thumbnails"), 1 << 20);
    ThumbnailKeeper keeper = keeper(thumbnails, 2);
    TaskDelivery task =
        task("gone", path -> byUri(path.endsWith("test/apple/0.png") ? copy : path));
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      learn(
          store,
          new org.lammstream.manager.worker.ForwardingListener(keeper) {
            @Override
            public void versionCommitted(
                org.lammstream.store.Version version,
                String eventId,
                List<org.lammstream.store.CellScore> cells,
                java.util.Map<String, Double> seconds) {
              copy.toFile().delete();
              super.versionCommitted(version, eventId, cells, seconds);
            }
          },
          task);
      assertThat(thumbnails.kept("gone", "gone/../event")).containsExactly(1, 2, 3);
    }
  }
}
