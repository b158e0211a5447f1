package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table for other sizes, which it also leaves in target/storage-growth.md:
 *
 * <pre>
 * mvn -pl embedding-store -am test -Dtest=StorageGrowthTest -Dsurefire.failIfNoSpecifiedTests=false
 *     -Dlamm.storage.classes=10,100,1000,10000 -Dlamm.storage.width=512
 * </pre>
 */
class StorageGrowthTest {

  private static final int[] CLASSES =
      Stream.of(System.getProperty("lamm.storage.classes", "10,100,1000").split(",", -1))
          .mapToInt(Integer::parseInt)
          .toArray();

  private static final int WIDTH = Integer.getInteger("lamm.storage.width", 16);

  /** A label embedding and its anchor of two vectors each, and three features. */
  private static final long ENTRY_FLOATS = 7L * WIDTH;

  @Test
  void aVersionAddsWhatChangedWhateverTheNumberOfClasses(@TempDir Path directory) throws Exception {
    List<StorageGrowth.Row> rows = new ArrayList<>();
    for (int moved : new int[] {0, 10}) {
      for (int classes : CLASSES) {
        Path store = Files.createDirectory(directory.resolve(classes + "-" + moved));
        rows.add(StorageGrowth.measure(store, classes, moved, WIDTH));
      }
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "storage-growth.md"), StorageGrowth.table(rows));
    System.out.print(StorageGrowth.table(rows));
    for (StorageGrowth.Row row : rows) {
      long changed = 10L + (row.classes() > 10 ? row.moved() : 0);
      assertThat(row.entries())
          .isBetween(changed * ENTRY_FLOATS * 4, changed * (ENTRY_FLOATS * 4 + 100));
      assertThat(row.manifest()).isLessThan(3000);
      assertThat(row.other()).isLessThan(500);
    }
  }
}
