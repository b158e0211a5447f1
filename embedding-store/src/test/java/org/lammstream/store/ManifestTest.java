package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.VersionRecord.Run;

class ManifestTest {

  private static final int VERSIONS = 150;
  private static final History HISTORY = new History("birds", 30, 1, 2, 2, 2);

  private final Path directory;

  ManifestTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void changedClassesKeepTheirPlaceAndOthersFollow() {
    Manifest manifest = Manifest.of(List.of(new Run(0, 4, 1), new Run(7, 1, 1)));
    Manifest changed =
        manifest.with(List.of(List.of(new Run(1, 1, 2), new Run(9, 2, 2)), List.of()));
    assertThat(changed.runs())
        .containsExactly(
            new Run(0, 1, 1),
            new Run(1, 1, 2),
            new Run(2, 2, 1),
            new Run(7, 1, 1),
            new Run(9, 2, 2));
    assertThat(changed.runsOf(2)).containsExactly(new Run(1, 1, 2), new Run(9, 2, 2));
    assertThat(changed.size()).isEqualTo(7);
    assertThat(manifest.runs()).hasSize(2);
  }

  @Test
  void aManifestOfTheSameEntriesInAnotherOrderIsAnother() {
    Manifest forward = Manifest.of(List.of(new Run(0, 1, 1), new Run(1, 1, 2)));
    Manifest backward = Manifest.of(List.of(new Run(1, 1, 2), new Run(0, 1, 1)));
    assertThat(forward).isNotEqualTo(backward);
    assertThat(forward).isEqualTo(Manifest.of(forward.runs())).hasSameHashCodeAs(backward);
  }

  @Test
  void aLongHistoryStoresOnlyChangesAndNowAndThenAWholeManifest() {
    List<VersionRecord> records = writeHistory();
    int wholeSinceChanges = 0;
    for (VersionRecord record : records) {
      if (record.base() == null) {
        wholeSinceChanges += record.number() > 20 ? 1 : 0;
        assertThat(record.classCount()).isEqualTo(HISTORY.classCount(record.number()));
      } else {
        assertThat(record.base().version()).isEqualTo(record.number() - 1);
        assertThat(record.base().chain()).isLessThanOrEqualTo(VersionRecord.LONGEST_CHAIN);
        assertThat(record.classes()).hasSizeLessThanOrEqualTo(3);
        assertThat(record.classCount()).isEqualTo(HISTORY.classCount(record.number()));
      }
    }
    assertThat(wholeSinceChanges).isBetween(2, 3);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory)) {
      for (int number : new int[] {1, 2, 40, 75, 76, 149, 150, 3}) {
        assertThat(store.version("birds", number)).isEqualTo(HISTORY.version(number));
      }
    }
  }

  @Test
  void aChangedOrderIsStoredWhole() {
    writeHistory();
    List<ClassEmbedding> classes = new ArrayList<>(HISTORY.version(VERSIONS).classes());
    Collections.swap(classes, 3, 4);
    Version shuffled = Samples.version(VERSIONS + 1, OptionalInt.of(VERSIONS), classes, List.of());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(shuffled));
      assertThat(store.version("birds", VERSIONS + 1)).isEqualTo(shuffled);
      assertThat(store.versions("birds").get(VERSIONS).storedClasses()).isZero();
    }
    assertThat(records().get(VERSIONS).base()).isNull();
  }

  @Test
  void aMissingPartIsNamed() throws Exception {
    VersionRecord last = writeHistory().get(VERSIONS - 1);
    int base = Objects.requireNonNull(last.base()).version();
    try (RawStore raw = new RawStore(directory)) {
      raw.delete(ColumnFamily.VERSIONS, Keys.version("birds", base));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.version("birds", VERSIONS))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessage(
              "column family versions, key birds/149: value is missing, version 150 needs it");
      assertThat(store.version("birds", VERSIONS - 2)).isEqualTo(HISTORY.version(VERSIONS - 2));
    }
  }

  private List<VersionRecord> writeHistory() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      HISTORY.write(store, 1, VERSIONS);
    }
    return records();
  }

  private List<VersionRecord> records() {
    List<VersionRecord> records = new ArrayList<>();
    try (Database database = new DatabaseOpener(directory).openReadOnly();
        View view = database.view()) {
      new StoreReader(view).eachRecord("birds", records::add);
    }
    return records;
  }
}
