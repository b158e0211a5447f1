package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFaultsTest {

  private final Path folder;
  private final Path directory;
  private final Path backups;
  private final Path restored;
  private Path onlyInSecond = Path.of("");

  BackupFaultsTest(@TempDir Path folder) {
    this.folder = folder;
    directory = folder.resolve("store");
    backups = folder.resolve("backups");
    restored = folder.resolve("restored");
  }

  /** One with version 1, one with versions 1 and 2. */
  @BeforeEach
  void twoBackups() throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.backup(backups, 0);
      List<Path> ofFirst = files(backups.resolve("shared_checksum"));
      store.commit(Samples.commit(2));
      store.backup(backups, 0);
      onlyInSecond =
          files(backups.resolve("shared_checksum")).stream()
              .filter(file -> !ofFirst.contains(file))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
    }
  }

  @Test
  void aChangedByteInABackupIsFoundAndTheFileIsNamed() throws IOException {
    StoreDamageTest.flip(onlyInSecond, 100);
    String message =
        "backup 2 in "
            + backups
            + " is damaged: "
            + backups.relativize(onlyInSecond)
            + " has another checksum than when it was backed up; try another one: 1";
    assertDamaged(() -> StoreBackups.verify(backups, 2), message);
    assertDamaged(() -> StoreBackups.restore(backups, OptionalInt.empty(), restored), message);
    assertThat(restored).doesNotExist();
    assertThat(restored.resolveSibling("restored.restoring")).doesNotExist();
    StoreBackups.restore(backups, OptionalInt.of(1), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      CommitAtomicityTest.assertWhole(store, 1);
    }
  }

  @Test
  void aMissingFileOfABackupIsFoundAndNamed() throws IOException {
    Files.delete(onlyInSecond);
    assertThat(StoreBackups.list(backups)).extracting(BackupInfo::id).containsExactly(1);
    assertThat(StoreBackups.damaged(backups)).containsExactly(2);
    String message =
        "backup 2 in "
            + backups
            + " is damaged: "
            + backups.relativize(onlyInSecond)
            + " is missing; try another one: 1";
    assertDamaged(() -> StoreBackups.verify(backups, 2), message);
    // An older one is not slipped in for the newest.
    assertDamaged(() -> StoreBackups.verify(backups, OptionalInt.empty()), message);
    assertDamaged(() -> StoreBackups.restore(backups, OptionalInt.empty(), restored), message);
    assertThat(StoreBackups.restore(backups, OptionalInt.of(1), restored).id()).isEqualTo(1);
    // What is left of a damaged backup stays: somebody may find the file again.
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(backups, 0);
    }
    assertThat(backups.resolve("meta").resolve("2")).exists();
  }

  @Test
  void anUnreadableDescriptionIsReported() throws IOException {
    Files.writeString(backups.resolve("meta").resolve("2"), "garbage");
    assertThat(StoreBackups.damaged(backups)).containsExactly(2);
    assertDamaged(
        () -> StoreBackups.restore(backups, OptionalInt.of(2), restored),
        "backup 2 in "
            + backups
            + " is damaged: its description cannot be read; try another one: 1");
  }

  @Test
  void aStoreThatWasDamagedBeforeItWasBackedUpIsNotRestored() throws Exception {
    byte[] key = Keys.classEntry(Samples.LEARNER, 2, 2);
    try (RawStore raw = new RawStore(directory)) {
      raw.put(ColumnFamily.CLASSES, key, new byte[] {1, 2});
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(backups, 0);
    }
    assertThatThrownBy(() -> StoreBackups.restore(backups, OptionalInt.empty(), restored))
        .isInstanceOf(StoreCorruptedException.class)
        .hasMessageContaining("backup 3")
        .hasMessageContaining("the store was damaged before it was backed up")
        .hasMessageContaining("birds/2/2")
        .hasMessageContaining("try another one: 1, 2");
    assertThat(restored).doesNotExist();
  }

  @Test
  void anUnknownBackupIsRefusedAndTheKnownAreNamed() {
    assertThatThrownBy(() -> StoreBackups.restore(backups, OptionalInt.of(7), restored))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessage("backup folder " + backups + " has no backup 7; it has 1, 2");
    assertThatThrownBy(() -> StoreBackups.verify(backups, 0))
        .isInstanceOf(UnknownBackupException.class);
  }

  @Test
  void aFolderWithoutBackupsIsRefusedAndLeftAlone() throws IOException {
    Path missing = folder.resolve("missing");
    assertFormat(() -> StoreBackups.list(missing), "there is no backup folder " + missing);
    assertThat(missing).doesNotExist();
    assertFormat(
        () -> StoreBackups.list(directory),
        "folder " + directory + " holds no backups: `lamm versions backup` makes one");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertFormat(() -> StoreBackups.list(empty), "holds no backups");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void aBackupIntoAFolderWithOtherFilesIsRefused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("holiday.txt"), "sun");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertFormat(() -> store.backup(other, 0), "holds other files than backups");
      assertFormat(
          () -> store.backup(directory.resolve("backups"), 0),
          "backup folder "
              + directory.resolve("backups")
              + " lies inside the store "
              + directory
              + "; nothing was changed: choose a folder outside, best on another disk");
      Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
      assertFormat(() -> store.backup(link.resolve("backups"), 0), "lies inside the store");
      assertThat(directory.resolve("backups")).doesNotExist();
      assertThatThrownBy(() -> store.backup(backups, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aBackupAmongThoseOfAnotherStoreIsRefused() {
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("second"))) {
      assertFormat(
          () -> store.backup(backups, 1),
          "folder " + backups + " holds backups of another store than " + folder.resolve("second"));
    }
    assertThat(StoreBackups.list(backups)).hasSize(2);
  }

  @Test
  void aRestoreNeverReplacesAStoreOrOtherFiles() throws IOException {
    assertFormat(
        () -> StoreBackups.restore(backups, OptionalInt.empty(), directory),
        "folder " + directory + " holds a store, which a restore never replaces");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("holiday.txt"), "sun");
    assertFormat(
        () -> StoreBackups.restore(backups, OptionalInt.empty(), other), "holds other files");
    assertThat(other.resolve("holiday.txt")).hasContent("sun");
    assertFormat(
        () -> StoreBackups.restore(backups, OptionalInt.empty(), backups.resolve("store")),
        "choose a folder outside the backup folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    StoreBackups.restore(backups, OptionalInt.empty(), empty);
    try (EmbeddingStore store = EmbeddingStore.open(empty)) {
      CommitAtomicityTest.assertWhole(store, 2);
    }
  }

  @Test
  void aFolderInUseIsRefused() {
    try (BackupFolder held = BackupFolder.openExisting(backups);
        EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> StoreBackups.list(backups), () -> store.backup(backups, 0))) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreLockedException.class)
            .hasMessageContaining("backup folder " + backups + " is in use");
      }
      assertThat(held.backups()).hasSize(2);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void assertDamaged(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(StoreCorruptedException.class).hasMessage(message);
  }

  private static void assertFormat(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(StoreFormatException.class).hasMessageContaining(message);
  }
}
