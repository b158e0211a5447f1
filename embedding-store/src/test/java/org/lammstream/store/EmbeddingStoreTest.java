package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;
import static org.lammstream.store.Samples.PARTITION;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.consume.SourcePartition;

class EmbeddingStoreTest {

  private final Path directory;

  EmbeddingStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void whatWasCommittedIsReadAgainAfterReopening() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      store.commit(Samples.commit(3));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.learners()).containsExactly(LEARNER);
      assertThat(store.head(LEARNER)).hasValue(3);
      assertThat(store.nextVersion(LEARNER)).isEqualTo(4);
      for (int number = 1; number <= 3; number++) {
        Version expected = Samples.version(number);
        assertThat(store.version(LEARNER, number)).isEqualTo(expected);
        assertThat(store.isApplied(LEARNER, "event-" + number)).isTrue();
        assertThat(store.testSets(LEARNER).get(number - 1)).isEqualTo(Samples.testSet(expected));
        assertThat(store.feature(Samples.feature("image " + number)).orElseThrow())
            .containsExactly(number, -1f);
      }
      assertThat(store.nextOffset(PARTITION)).hasValue(104);
      assertThat(store.aliases(LEARNER)).containsExactly(Map.entry("champion", 3));
      assertThat(Samples.outboxValues(store)).containsExactly("result 1", "result 2", "result 3");
      assertThat(store.outbox(1).get(0).record()).isEqualTo(Samples.record("result 1"));
    }
  }

  @Test
  void anEmptyStoreKnowsNothing() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.learners()).isEmpty();
      assertThat(store.head(LEARNER)).isEmpty();
      assertThat(store.nextVersion(LEARNER)).isEqualTo(1);
      assertThat(store.versions(LEARNER)).isEmpty();
      assertThat(store.isApplied(LEARNER, "event-1")).isFalse();
      assertThat(store.nextOffset(PARTITION)).isEmpty();
      assertThat(store.outbox(10)).isEmpty();
      assertThat(store.feature(Samples.feature("image 1"))).isEmpty();
      assertThat(store.testSets(LEARNER)).isEmpty();
      assertThat(store.scores(LEARNER)).isEmpty();
      assertThat(store.aliases(LEARNER)).isEmpty();
      assertThat(store.alias(LEARNER, "champion")).isEmpty();
      assertThatThrownBy(() -> store.version(LEARNER, 1))
          .isInstanceOf(UnknownVersionException.class)
          .hasMessage("there is no learner \"birds\"; the store is empty");
    }
  }

  @Test
  void aSummaryTellsWhatAVersionIsWithoutItsEmbeddings() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      Version version = Samples.version(2);
      assertThat(store.versions(LEARNER)).hasSize(2);
      assertThat(store.versions(LEARNER).get(1))
          .isEqualTo(
              new VersionSummary(
                  LEARNER,
                  2,
                  OptionalInt.of(1),
                  version.createdAt(),
                  "task 2",
                  version.newClasses(),
                  4,
                  2,
                  version.provenance(),
                  version.seconds(),
                  version.embeddingsSha256(),
                  Optional.empty()));
    }
  }

  @Test
  void theAccuracyMatrixGrowsWithEveryCommit() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      List<CellScore> all = new ArrayList<>(Samples.scores(1));
      all.addAll(Samples.scores(2));
      assertThat(store.scores(LEARNER)).isEqualTo(all);
      assertThat(store.scores(LEARNER, 1)).isEqualTo(Samples.scores(1));
    }
  }

  @Test
  void learnersAndPartitionsDoNotMix() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      assertThat(store.head("bird")).isEmpty();
      assertThat(store.head("birds2")).isEmpty();
      assertThat(store.versions("bird")).isEmpty();
      assertThat(store.isApplied("bird", "sevent-1")).isFalse();
      assertThat(store.nextOffset(new SourcePartition("lamm.tasks", 2))).isEmpty();
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(UnknownVersionException.class)
          .hasMessage("learner \"birds\" has no version 2; it has 1");
    }
  }

  @Test
  void anAliasMovesByHandAndWithCommits() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      store.setAlias(LEARNER, "champion", 1);
      store.setAlias(LEARNER, "baseline", 1);
      assertThat(store.alias(LEARNER, "champion")).hasValue(1);
      store.commit(Samples.commit(3));
      assertThat(store.aliases(LEARNER)).isEqualTo(Map.of("champion", 3, "baseline", 1));
      assertThatThrownBy(() -> store.setAlias(LEARNER, "champion", 4))
          .isInstanceOf(UnknownVersionException.class);
      assertThat(store.alias(LEARNER, "champion")).hasValue(3);
    }
  }

  @Test
  void theOutboxKeepsItsOrderAndForgetsWhatWasPublished() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.rejection(1, "a", "b"));
      store.commit(Samples.rejection(2));
      store.commit(Samples.rejection(3, "c"));
      assertThat(Samples.outboxValues(store)).containsExactly("a", "b", "c");
      List<OutboxEntry> first = store.outbox(2);
      assertThat(first).extracting(OutboxEntry::sequence).containsExactly(1L, 2L);
      store.clearOutbox(first);
      assertThat(Samples.outboxValues(store)).containsExactly("c");
      store.clearOutbox(store.outbox(10));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.outbox(10)).isEmpty();
      store.commit(Samples.rejection(4, "d"));
      assertThat(store.outbox(10)).extracting(OutboxEntry::sequence).containsExactly(4L);
    }
  }

  @Test
  void aRejectedRecordMovesTheOffsetWithoutAVersion() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.rejection(7, "dead letter"));
      assertThat(store.nextOffset(PARTITION)).hasValue(108);
      assertThat(store.learners()).isEmpty();
    }
  }

  @Test
  void featuresCanBeCachedOutsideACommit() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.putFeatures(Map.of(Samples.feature("x"), new float[] {1f, Float.MIN_VALUE, -0f}));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.feature(Samples.feature("x")).orElseThrow())
          .containsExactly(1f, Float.MIN_VALUE, -0f);
      assertThat(store.feature(new FeatureKey("ab12", "x", "flipped"))).isEmpty();
    }
  }

  @Test
  void aVersionThatContinuesAnOlderOneMakesABranch() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      List<ClassEmbedding> classes = new ArrayList<>(Samples.version(1).classes());
      classes.add(Samples.entry("other", 9));
      Version branch = Samples.version(3, OptionalInt.of(1), classes, List.of("other"));
      store.moveHead(LEARNER, 1);
      store.commit(Samples.commit(branch));
      assertThat(store.version(LEARNER, 3)).isEqualTo(branch);
      assertThat(store.version(LEARNER, 2)).isEqualTo(Samples.version(2));
      assertThat(store.testSets(LEARNER))
          .extracting(TestSet::task)
          .containsExactly("task 1", "task 3");
      assertThat(store.testSets(LEARNER, 2))
          .extracting(TestSet::task)
          .containsExactly("task 1", "task 2");
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    EmbeddingStore store = EmbeddingStore.open(directory);
    store.close();
    store.close();
    assertThatThrownBy(store::learners)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> store.commit(Samples.commit(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
