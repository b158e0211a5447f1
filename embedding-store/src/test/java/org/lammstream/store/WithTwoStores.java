package org.lammstream.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of stores that tell each other what changed, over a topic that is a list. */
abstract class WithTwoStores {
  @TempDir Path folder;
  EmbeddingStore here;
  EmbeddingStore there;
  final List<SharedChanges> topic = new ArrayList<>();

  @BeforeEach
  void open() {
    here = EmbeddingStore.open(folder.resolve("here"));
    there = EmbeddingStore.open(folder.resolve("there"));
    here.sharing().announceChanges();
    there.sharing().announceChanges();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }
}
