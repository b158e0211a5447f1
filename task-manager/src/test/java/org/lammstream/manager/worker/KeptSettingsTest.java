package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Scoring;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;
import org.lammstream.stream.event.RejectedEventException;

/** Learners that go from one worker to another, whose owner has chosen other settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptSettingsTest {
  private static final Map<String, String> LOOKING =
      Map.of("views", "2", "head", "gaussian", "head.expansion", "40", "replay", "gaussian");

  private final ClipModel model;
  private final EmbeddingStore store;
  private final Path images;

  KeptSettingsTest(@TempDir Path folder) {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    images = folder.resolve("images");
  }

  @AfterAll
  void close() {
    store.close();
    model.close();
  }

  private Teacher worker(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Teacher.QUICK);
    all.putAll(settings);
    return new Teacher(store, model, images, all, WorkerListener.NONE);
  }

  private Optional<Scoring> scoring(String learner) {
    return head(learner).visual().map(VisualState::scoring);
  }

  private Version head(String learner) {
    return store.version(learner, store.head(learner).orElseThrow());
  }

  @Test
  void aLearnerThatBeganWithoutGoesOnWithoutWhateverTheWorkerLikes() throws Exception {
    try (Teacher plain = worker(Teacher.PLAIN)) {
      plain.teach("old", "one", "apple", "pear");
    }
    try (Teacher looking = worker(LOOKING)) {
      looking.teach("old", "two", "fig", "kiwi");
      looking.teach("new", "one", "apple", "pear");
    }
    assertThat(head("old").number()).isEqualTo(2);
    assertThat(scoring("old")).isEmpty();
    assertThat(head("old").provenance().configuration())
        .containsEntry("views", "1")
        .containsEntry("head", "none")
        .doesNotContainKey("head.expansion")
        .containsEntry("replay", "gaussian")
        .containsEntry("epochs", "2");
    assertThat(scoring("new").orElseThrow().expansion()).isEqualTo(40);
    assertThat(head("new").provenance().configuration()).containsEntry("views", "2");
  }

  @Test
  void aLearnerKeepsItsHeadUnderAWorkerWithoutOne() throws Exception {
    try (Teacher looking = worker(LOOKING)) {
      looking.teach("headed", "one", "apple", "pear");
    }
    Scoring began = scoring("headed").orElseThrow();
    try (Teacher none = worker(Teacher.PLAIN)) {
      none.teach("headed", "two", "fig");
    }
    try (Teacher other = worker(Map.of("views", "4", "head", "ridge", "score.margin", "0.2"))) {
      other.teach("headed", "three", "kiwi");
    }
    Scoring ended = scoring("headed").orElseThrow();
    assertThat(head("headed").number()).isEqualTo(3);
    assertThat(ended.head()).isEqualTo(began.head()).isEqualTo(Scoring.Head.GAUSSIAN);
    assertThat(ended.expansion()).isEqualTo(40);
    assertThat(ended.margin()).as("what no learner keeps").isEqualTo(0.2);
    assertThat(head("headed").provenance().configuration()).containsEntry("views", "2");
  }

  @Test
  void whatATaskAsksForAndCannotHaveIsRefusedUnderAnyWorker() throws Exception {
    try (Teacher looking = worker(LOOKING)) {
      looking.teach("asked", "one", "apple", "pear");
      refuses(looking, "head", "none", "began with a head and head.expansion=40; it cannot go on");
      refuses(looking, "head.expansion", "0", "it cannot go on with a head");
      refuses(looking, "views", "1", "has learned with views=2; it cannot go on with views=1");
    }
    try (Teacher plain = worker(Teacher.PLAIN)) {
      plain.teach("asked", "two", Map.of("head", "ridge"), "fig");
    }
    assertThat(scoring("asked").orElseThrow().head()).isEqualTo(Scoring.Head.RIDGE);
  }

  @Test
  void anExpansionThatATaskAsksForIsRefusedWhereThereIsNoHead() throws Exception {
    try (Teacher plain = worker(Teacher.PLAIN)) {
      plain.teach("bare", "one", "apple", "pear");
    }
    try (Teacher looking = worker(LOOKING)) {
      refuses(
          looking,
          "bare",
          Map.of("head.expansion", "40"),
          "learner 'bare' began with head=none; it cannot go on with head.expansion=40");
      refuses(
          looking,
          "bare",
          Map.of("head", "ridge", "head.expansion", "40"),
          "began with head=none; it cannot go on with a head and head.expansion=40");
      assertThat(head("bare").number()).isEqualTo(1);
      looking.teach("bare", "two", Map.of("head.expansion", "0"), "fig");
      looking.teach("bare", "three", Map.of("head", "none", "head.expansion", "40"), "kiwi");
    }
    assertThat(head("bare").number()).as("nothing that it has not").isEqualTo(3);
    assertThat(scoring("bare")).isEmpty();
  }

  private static void refuses(Teacher worker, String key, String value, String why) {
    refuses(worker, "asked", Map.of(key, value), why);
  }

  private static void refuses(
      Teacher worker, String learner, Map<String, String> settings, String why) {
    assertThatThrownBy(() -> worker.teach(learner, "refused", settings, "lime"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining(why);
  }
}
