package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;

/** Changes a database without our rules. */
interface Harm {

  void apply(RawStore raw) throws Exception;

  /** Does it, and checks the store; the check of the learner alone finds the same. */
  static StoreCheck checkAfter(Path directory, Harm harm) throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      harm.apply(raw);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      StoreCheck check = store.check();
      assertThat(store.check(LEARNER, CheckProgress.NONE).problems()).isEqualTo(check.problems());
      return check;
    }
  }
}
