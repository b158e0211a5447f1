package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
