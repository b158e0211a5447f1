package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.exchange.VersionExport;
import org.lammstream.manager.exchange.VersionImport;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoredTensor;
import org.lammstream.store.Version;
import org.lammstream.stream.event.RejectedEventException;

/** Learners on a stream whose context trains: it is part of every version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContextTasksTest {
  private final ClipModel model;
  private final EmbeddingStore store;
  private final Path images;
  private final Path folder;

  ContextTasksTest(@TempDir Path folder) {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    images = folder.resolve("images");
    this.folder = folder;
  }

  @AfterAll
  void close() {
    store.close();
    model.close();
  }

  @Test
  void everyVersionKeepsItsContextAndTheNextTaskStartsFromIt() throws Exception {
    try (Teacher teacher = worker(Map.of("method", "coop", "lr", "0.1"))) {
      teacher.teach("moving", "one", "apple", "pear");
      teacher.teach("moving", "two", "fig", "kiwi");
    }
    try (Teacher still = worker(Map.of("lr", "0", "warmup.lr", "0"))) {
      still.teach("moving", "three", "plum");
    }
    StoredTensor first = context(store.version("moving", 1));
    StoredTensor second = context(store.version("moving", 2));
    assertThat(first.shape()).containsExactly(4, model.width());
    assertThat(second).isNotEqualTo(first);
    assertThat(context(store.version("moving", 3))).as("no rate, no step").isEqualTo(second);
    assertThat(store.version("moving", 3).provenance().configuration())
        .as("kept under a worker that trains label embeddings")
        .containsEntry("method", "coop")
        .containsEntry("context.random", "0");
  }

  @Test
  void aLearnerMayTrainItsContextAfterItsLabelEmbeddings() throws Exception {
    try (Teacher plain = worker(Map.of())) {
      plain.teach("late", "one", "apple", "pear");
    }
    try (Teacher moving = worker(Map.of("method", "coop", "context.random", "2"))) {
      moving.teach("late", "two", "fig");
      assertThat(store.version("late", 2).prompts()).as("what a worker likes").isEmpty();
      moving.teach("late", "three", Map.of("method", "coop+lamm"), "kiwi");
    }
    assertThat(store.version("late", 1).prompts()).isEmpty();
    assertThat(context(store.version("late", 3)).shape())
        .as("at the words that its label embeddings stand behind")
        .containsExactly(4, model.width());
  }

  @Test
  void aTrainedContextCannotBeLeftOrChangedInLength() throws Exception {
    try (Teacher moving = worker(Map.of("method", "coop", "context.random", "2"))) {
      moving.teach("drawn", "one", "apple", "pear");
      assertThat(context(store.version("drawn", 1)).shape()).containsExactly(2, model.width());
      assertThatThrownBy(() -> moving.teach("drawn", "two", Map.of("method", "lamm"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "has a context that method=coop trained; it cannot go on with method=lamm");
      assertThatThrownBy(() -> moving.teach("drawn", "two", Map.of("context.random", "3"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "began with context.random=2; it cannot go on with context.random=3");
      moving.teach("drawn", "two", Map.of("method", "coop+lamm"), "fig");
    }
    assertThat(store.version("drawn", 2).prompts()).isPresent();
  }

  @Test
  void aLearnerKeepsTheContextsOfItsClasses() throws Exception {
    Map<String, String> own = Map.of("method", "coop", "context.scope", "class");
    try (Teacher teacher = worker(own)) {
      teacher.teach("own", "one", "apple", "pear");
      assertThatThrownBy(
              () -> teacher.teach("own", "two", Map.of("context.scope", "shared"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "began with context.scope=class; it cannot go on with context.scope=shared");
      assertThatThrownBy(() -> teacher.teach("own", "two", Map.of("context.random", "3"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "began with context.random=0; it cannot go on with context.random=3");
    }
    try (Teacher plain = worker(Map.of())) {
      assertThatThrownBy(() -> plain.teach("own", "two", Map.of("method", "lamm"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining("began with context.scope=class; it cannot go on with method=lamm");
      assertThatThrownBy(() -> plain.teach("new", "one", Map.of("context.scope", "class"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining("method=lamm has no context of each class; use method=coop");
      plain.teach("own", "two", Map.of("context.scope", "class"), "fig");
      plain.teach("words", "one", "apple");
    }
    try (Teacher teacher = worker(own)) {
      teacher.teach("words", "of another method", "plum");
      teacher.teach("asked", "one", Map.of("method", "coop+lamm"), "apple");
    }
    assertThat(store.version("asked", 1).provenance().configuration())
        .as("what a worker likes of another method")
        .doesNotContainKey("context.scope");
    try (Teacher frozen = worker(Map.of("old", "frozen"))) {
      frozen.teach("own", "three", "kiwi");
      assertThatThrownBy(() -> frozen.teach("asked", "two", Map.of(), "fig"))
          .as("a promise, and no matter of taste")
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining("with old=frozen nothing old may move");
    }
    try (Teacher plain = worker(Map.of())) {
      assertThatThrownBy(() -> plain.teach("words", "two", own, "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "began with context.scope=shared; it cannot go on with context.scope=class");
    }
    Version second = store.version("own", 2);
    assertThat(second.provenance().configuration()).containsEntry("context.scope", "class");
    assertThat(second.prompts()).isEmpty();
    assertThat(second.classes()).allMatch(entry -> entry.vectors() == 4);
    VersionExport.write(second, List.of(), Optional.empty(), folder.resolve("export"), false);
    assertThat(Files.readString(folder.resolve("export/version.json")))
        .as("no words stand in front of what the classes have")
        .contains("\"context\" : \"\",\n    \"template\"")
        .contains("\"schemaVersion\" : 4");
    try (EmbeddingStore other = EmbeddingStore.open(folder.resolve("other"));
        Teacher there = new Teacher(other, model, images, Teacher.PLAIN, WorkerListener.NONE)) {
      other.add(VersionImport.read(folder.resolve("export"), "own"), Map.of());
      there.teach("own", "three", "kiwi");
      assertThat(other.version("own", 2).provenance().configuration())
          .containsEntry("context.scope", "class");
      assertThat(other.version("own", 2).classes())
          .hasSize(4)
          .allMatch(entry -> entry.vectors() == 4);
    }
  }

  @Test
  void whatWouldDoNothingIsRefused() {
    try (Teacher plain = worker(Map.of())) {
      assertThatThrownBy(() -> plain.teach("idle", "one", Map.of("context.random", "3"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining(
              "setting 'context.random' has the value '3': method=lamm trains no context");
      assertThatThrownBy(
              () -> plain.teach("idle", "one", Map.of("method", "coop", "old", "frozen"), "fig"))
          .isInstanceOf(RejectedEventException.class)
          .hasMessageContaining("with old=frozen nothing old may move");
    }
  }

  private Teacher worker(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Teacher.PLAIN);
    all.putAll(settings);
    return new Teacher(store, model, images, all, WorkerListener.NONE);
  }

  private static StoredTensor context(Version version) {
    return Optional.ofNullable(version.prompts().orElseThrow().tensors().get("ctx")).orElseThrow();
  }
}
