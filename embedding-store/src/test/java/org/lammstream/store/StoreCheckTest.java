package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {

  static StoreCheck.Family family(StoreCheck check, ColumnFamily family) {
    return Objects.requireNonNull(check.families().get(family.familyName()));
  }

  @Test
  void itCountsWhatIsThere(@TempDir Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      store.clearOutbox(store.outbox(1));
      StoreCheck check = store.check();
      assertThat(check.healthy()).isTrue();
      assertThat(check.format()).isEqualTo(StoreFormat.CURRENT);
      assertThat(check.readOnly()).isFalse();
      assertThat(check.learners()).isEqualTo(1);
      assertThat(check.versions()).isEqualTo(2);
      assertThat(check.outbox()).isEqualTo(1);
      assertThat(check.diskBytes()).isPositive();
      assertThat(check.families()).hasSize(ColumnFamily.values().length);
      assertThat(family(check, ColumnFamily.CLASSES).entries()).isEqualTo(4);
      assertThat(family(check, ColumnFamily.FEATURES).entries()).isEqualTo(2);
    }
  }

  @Test
  void anAliasOfAPrunedVersionIsAProblemAndThePrunedVersionItselfIsNone(@TempDir Path directory)
      throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      assertThat(store.prune(Samples.LEARNER, PruneTest.LAST, false).pruned()).containsExactly(1);
      assertThat(store.check().problems()).isEmpty();
    }
    byte[] key = Keys.learner(Samples.LEARNER);
    LearnerRecord forged = new LearnerRecord(2, 2, 4, Map.of("champion", 1));
    try (RawStore raw = new RawStore(directory)) {
      raw.put(ColumnFamily.LEARNERS, key, Codecs.LEARNER.seal(ColumnFamily.LEARNERS, key, forged));
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory)) {
      assertThat(store.check().problems())
          .extracting(StoreProblem::message)
          .containsExactly("learner \"birds\": alias \"champion\" is pruned version 1");
    }
  }
}
