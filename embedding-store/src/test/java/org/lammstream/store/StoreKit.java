package org.lammstream.store;

import java.io.IOException;
import java.nio.file.Path;

/** What tests in other packages need of this one's. */
public final class StoreKit {

  public static final String LEARNER = Samples.LEARNER;

  private StoreKit() {}

  /** Adds version {@code number}, which must be the next. */
  public static void commit(EmbeddingStore store, int number) {
    store.commit(Samples.commit(number));
  }

  /** Everything that commits change stands at the same number. */
  public static void assertWhole(EmbeddingStore store, int last) {
    CommitAtomicityTest.assertWhole(store, last);
  }

  /** As {@code ChildStore.start}. */
  public static Process startChild(Path store, String... arguments) throws IOException {
    return ChildStore.start(store, arguments);
  }
}
