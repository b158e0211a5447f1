package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.StoreProblem.Kind;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class StoreDamageTest {

  private static final byte[] THIRD_CLASS = Keys.classEntry(LEARNER, 2, 2);
  private static final String WHERE = "column family classes, key birds/2/2: ";

  private final Path directory;

  StoreDamageTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void twoVersions() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
      assertThat(store.check().healthy()).isTrue();
    }
  }

  @Test
  void aFlippedBitInAValueIsFoundAndNamed() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      byte[] value = raw.get(ColumnFamily.CLASSES, THIRD_CLASS);
      value[value.length / 2] ^= 1;
      raw.put(ColumnFamily.CLASSES, THIRD_CLASS, value);
    }
    assertSecondVersionIsDamaged(Kind.VALUE, "checksum mismatch");
  }

  @Test
  void aCutValueIsFoundAndNamed() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      raw.put(ColumnFamily.CLASSES, THIRD_CLASS, new byte[] {1, 2});
    }
    assertSecondVersionIsDamaged(Kind.VALUE, "value is cut to 2 bytes");
  }

  @Test
  void aMissingValueIsFoundAndNamed() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      raw.delete(ColumnFamily.CLASSES, THIRD_CLASS);
    }
    assertSecondVersionIsDamaged(Kind.MISSING, "value is missing");
  }

  @Test
  void missingScoresAreNoAnswerToAQuestionForThem() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      raw.delete(ColumnFamily.SCORES, Keys.version(LEARNER, 2));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.scores(LEARNER))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageContaining("column family scores, key birds/2: value is missing");
      assertThat(store.scores(LEARNER, 1)).isNotEmpty();
    }
  }

  @Test
  void aValueUnderAnotherKeyIsFoundAndNamed() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      byte[] neighbour = raw.get(ColumnFamily.CLASSES, Keys.classEntry(LEARNER, 2, 3));
      raw.put(ColumnFamily.CLASSES, THIRD_CLASS, neighbour);
    }
    assertSecondVersionIsDamaged(Kind.VALUE, "checksum mismatch");
  }

  @Test
  void anEntryThatChangedWithAValidChecksumIsFoundByTheDigest() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      ClassEmbedding forged = Samples.entry("class 2a", 99);
      raw.put(
          ColumnFamily.CLASSES,
          THIRD_CLASS,
          Codecs.CLASS.seal(ColumnFamily.CLASSES, THIRD_CLASS, forged));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().problems())
          .extracting(StoreProblem::kind, StoreProblem::message)
          .containsExactly(
              tuple(Kind.DIGEST, "learner \"birds\": version 2 differs from its digest"));
      assertThat(condition(store).describe()).isEqualTo("intact 1; damaged 2");
    }
  }

  @Test
  void aStoreOfANewerFormatIsLeftAlone() throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      raw.put(
          ColumnFamily.META,
          StoreFormat.KEY,
          Codecs.META.seal(ColumnFamily.META, StoreFormat.KEY, 7L));
      raw.addFamily("something new");
    }
    String message =
        "store "
            + directory
            + " has format 7, this program reads up to format 6; nothing was changed: use a newer"
            + " version of this program";
    assertThatThrownBy(() -> EmbeddingStore.open(directory))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> EmbeddingStore.openReadOnly(directory))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage(message);
  }

  @Test
  void aValueOfANewerSchemaIsNotGuessedAt() throws Exception {
    byte[] key = Keys.learner(LEARNER);
    try (RawStore raw = new RawStore(directory)) {
      raw.put(
          ColumnFamily.LEARNERS,
          key,
          Envelope.seal(ColumnFamily.LEARNERS, key, (byte) 2, new byte[9]));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.head(LEARNER))
          .isInstanceOf(StoreFormatException.class)
          .hasMessageContaining("key birds: value has schema 2, this program reads up to 1");
    }
  }

  @Test
  void aFolderWithOtherFilesIsNotTakenOver(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("holiday.txt"), "sun");
    assertThatThrownBy(() -> EmbeddingStore.open(other))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage(
            "folder "
                + other
                + " is not empty and holds no store; nothing was changed: choose another folder");
    try (Stream<Path> files = Files.list(other)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aCreationThatWasInterruptedIsFinished(@TempDir Path other) throws Exception {
    try (var options = new Options().setCreateIfMissing(true);
        var empty = RocksDB.open(options, other.toString())) {
      assertThat(empty.isClosed()).isFalse();
    }
    assertThatThrownBy(() -> EmbeddingStore.openReadOnly(other))
        .isInstanceOf(StoreFormatException.class);
    try (EmbeddingStore store = EmbeddingStore.open(other)) {
      store.putFeatures(Map.of(Samples.feature("x"), new float[1]));
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void everyMessageIsOneLine() {
    assertThat(new StoreIoException("first\nsecond", null)).hasMessage("first");
  }

  private void assertSecondVersionIsDamaged(Kind kind, String what) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessage(
              WHERE
                  + what
                  + "; other values are not affected: `lamm versions verify` says which versions"
                  + " are intact; bring back the newest backup with `lamm versions restore`, or"
                  + " learn everything again into a new store with `lamm replay`");
      assertThat(store.version(LEARNER, 1)).isEqualTo(Samples.version(1));
      for (StoreCheck check : List.of(store.check(), store.check(LEARNER, CheckProgress.NONE))) {
        assertThat(check.problems())
            .containsExactly(
                new StoreProblem(
                    kind,
                    Optional.of("classes"),
                    Optional.of("birds/2/2"),
                    Map.of(LEARNER, List.of(2)),
                    what,
                    "other classes are not affected"));
        assertThat(check.problems().get(0).message())
            .isEqualTo(
                WHERE
                    + what
                    + "; other classes are not affected; damages version 2 of learner \"birds\"");
        assertThat(check.conditions())
            .isEqualTo(Map.of(LEARNER, new LearnerCheck(List.of(1), List.of(2), List.of())));
        assertThat(check.advice()).startsWith("what is intact can be read and exported");
      }
    }
  }

  private static LearnerCheck condition(EmbeddingStore store) {
    return Objects.requireNonNull(store.check().conditions().get(LEARNER));
  }

  static void flip(Path file, long position) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, position);
      one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
      channel.write(one, position);
    }
  }
}
