package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.StoreProblem.Kind;

/** Damage to the files of the database, made for real. */
class FileDamageTest {

  private static final String NEXT =
      ": bring back the newest backup with `lamm versions restore`, or learn everything again into"
          + " a new store with `lamm replay`";

  private final Path directory;

  FileDamageTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  /** Ten classes of 8 KiB each; old ones stay as they are. */
  private static Version version(int number) {
    List<ClassEmbedding> classes =
        IntStream.range(0, 10 * number)
            .mapToObj(i -> Samples.entry("class " + i, i / 10, 512))
            .toList();
    return Samples.version(number, classes, List.of());
  }

  private void sixVersions() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number <= 6; number++) {
        store.commit(Samples.commit(version(number)));
      }
    }
  }

  private void sixVersionsInDataFiles() throws Exception {
    sixVersions();
    try (RawStore raw = new RawStore(directory)) {
      for (ColumnFamily family : ColumnFamily.values()) {
        raw.flush(family);
      }
    }
  }

  @Test
  void aDamagedBlockOfADataFileTakesOnlyTheVersionsThatNeedIt() throws Exception {
    sixVersionsInDataFiles();
    Path file = largest(".*\\.sst");
    StoreDamageTest.flip(file, Files.size(file) / 2);
    for (EmbeddingStore opened :
        List.of(EmbeddingStore.open(directory), EmbeddingStore.openReadOnly(directory))) {
      try (EmbeddingStore store = opened) {
        assertThat(store.version(LEARNER, 1)).isEqualTo(version(1));
        assertThat(store.version(LEARNER, 2)).isEqualTo(version(2));
        assertThatThrownBy(() -> store.version(LEARNER, 6))
            .isInstanceOf(StoreCorruptedException.class)
            .hasMessageContaining("column family classes")
            .hasMessageContaining(file.getFileName().toString())
            .hasMessageContaining("`lamm versions verify` says which versions are intact")
            .hasMessageEndingWith(NEXT.substring(2));
        StoreCheck check = store.check();
        assertThat(check.problems()).hasSize(1);
        StoreProblem problem = check.problems().get(0);
        assertThat(problem.kind()).isEqualTo(Kind.FILE);
        assertThat(problem.family()).hasValue("classes");
        assertThat(problem.key()).hasValue("birds/1/0 to birds/6/59");
        assertThat(problem.what())
            .startsWith("data file " + file.getFileName() + " is damaged (block checksum mismatch");
        LearnerCheck condition = Objects.requireNonNull(check.conditions().get(LEARNER));
        assertThat(condition.intact()).startsWith(1, 2).doesNotContain(6);
        assertThat(condition.damaged()).endsWith(5, 6).doesNotContain(1, 2);
        assertThat(problem.affected()).isEqualTo(Map.of(LEARNER, condition.damaged()));
        for (int number : condition.intact()) {
          assertThat(store.version(LEARNER, number)).isEqualTo(version(number));
        }
        for (int number : condition.damaged()) {
          assertThatThrownBy(() -> store.version(LEARNER, number))
              .isInstanceOf(StoreCorruptedException.class);
        }
      }
    }
  }

  @Test
  void aMissingOrCutDataFileIsNamedAndNothingIsChanged() throws Exception {
    sixVersionsInDataFiles();
    Path file = largest(".*\\.sst");
    byte[] bytes = Files.readAllBytes(file);
    cut(file, 1000);
    assertNotOpened(
        "data file " + file.getFileName() + " is missing or damaged (",
        "the other files are intact");
    Files.delete(file);
    assertNotOpened(
        "data file " + file.getFileName() + " is missing or damaged (",
        "the other files are intact");
    // Putting the file back is all it takes.
    Files.write(file, bytes);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().healthy()).isTrue();
      assertThat(store.head(LEARNER)).isEqualTo(OptionalInt.of(6));
    }
  }

  @Test
  void aLogCutInItsLastRecordGivesTheLastCommitThatWasWritten() throws Exception {
    sixVersions();
    Path log = CommitAtomicityTest.newestLog(directory);
    cut(log, Files.size(log) - 50); // What a crash in the middle of the seventh would leave.
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.head(LEARNER)).hasValue(5);
      assertThat(store.version(LEARNER, 5)).isEqualTo(version(5));
      assertThat(store.check().healthy()).isTrue();
      store.commit(Samples.commit(version(6)));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.version(LEARNER, 6)).isEqualTo(version(6));
    }
  }

  @Test
  void damageInsideTheLogIsReportedRatherThanForgotten() throws Exception {
    sixVersions();
    Path log = CommitAtomicityTest.newestLog(directory);
    StoreDamageTest.flip(log, Files.size(log) / 2);
    byte[] before = Files.readAllBytes(log);
    assertNotOpened(
        "its write-ahead log is damaged before its end, so that the newest commits cannot be told"
            + " from damage (checksum mismatch)",
        "older commits are intact");
    assertThat(log).hasBinaryContent(before);
  }

  @Test
  void aMissingOrDamagedListOfDataFilesIsReported() throws Exception {
    sixVersionsInDataFiles();
    Path manifest = largest("MANIFEST-.*");
    byte[] bytes = Files.readAllBytes(manifest);
    String what = "its list of data files (CURRENT, MANIFEST) is missing or damaged (";
    StoreDamageTest.flip(manifest, 100);
    assertNotOpened(what, "the data files are intact");
    Files.write(manifest, bytes);
    cut(manifest, 100);
    assertNotOpened(what, "the data files are intact");
    Files.delete(manifest);
    assertNotOpened(what, "the data files are intact");
    Files.write(manifest, bytes);
    Files.writeString(directory.resolve("CURRENT"), "garbage");
    assertNotOpened(what, "the data files are intact");
    Files.delete(directory.resolve("CURRENT"));
    assertNotOpened(what, "the data files are intact");
    Files.writeString(directory.resolve("CURRENT"), manifest.getFileName() + "\n");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().healthy()).isTrue();
    }
  }

  private void assertNotOpened(String what, String safe) {
    List<Runnable> ways =
        List.of(
            () -> EmbeddingStore.open(directory).close(),
            () -> EmbeddingStore.openReadOnly(directory).close());
    for (Runnable open : ways) {
      assertThatThrownBy(open::run)
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageStartingWith("store " + directory + " cannot be opened: " + what)
          .hasMessageEndingWith("; nothing was changed, " + safe + NEXT);
    }
  }

  private Path largest(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .max(Comparator.comparingLong((Path file) -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
