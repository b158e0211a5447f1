package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of format 1 on its way to a made-up format 7. */
class MigrationTest {

  static final byte[] NOTES = Keys.meta("notes");

  private final Path store;

  MigrationTest(@TempDir Path directory) {
    store = directory.resolve("store");
  }

  @BeforeEach
  void unpack() throws Exception {
    GoldenFiles.unpack(1, store);
  }

  @Test
  void stepsAreTakenInTheirOrderAndOnlyOnce() {
    assertThat(openAndReadNotes(note(1), note(2), note(3))).isEqualTo(123);
    assertThat(openAndReadNotes(note(7), note(8), note(9))).isEqualTo(123);
    assertThat(openAndReadNotes(note(7), note(8), note(9), note(4), note(5), note(6)))
        .isEqualTo(123456);
  }

  @Test
  void aStepThatFailsLeavesTheFormatBeforeIt() {
    Migration failing =
        (view, batch) -> {
          note(2).apply(view, batch);
          throw new IllegalStateException("broken off");
        };
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> openAndReadNotes(note(1), failing, note(3)))
          .hasMessage("broken off");
    }
    assertThat(openAndReadNotes(note(7), note(2), note(3), note(4), note(5), note(6)))
        .isEqualTo(123456);
    assertThatThrownBy(() -> EmbeddingStore.open(store))
        .isInstanceOf(StoreFormatException.class)
        .hasMessageContaining("has format 7, this program reads up to format 6");
  }

  @Test
  void aProcessThatEndsBetweenTwoStepsLosesNothing() throws Exception {
    assertThat(ChildStore.start(store, "halt-migrating", "2").waitFor())
        .isEqualTo(ChildStore.HALTED);
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(store)) {
      assertThat(reader.check().format()).isEqualTo(2);
      GoldenStore.assertContents(reader, 1);
    }
    assertThat(openAndReadNotes(note(7), note(2), note(3))).isEqualTo(123);
  }

  @Test
  void aStepThatFailsBehindItsNewColumnFamilyIsTakenAgain() {
    Migration failing =
        (view, batch) -> {
          throw new IllegalStateException("broken off");
        };
    assertThatThrownBy(() -> openAndReadNotes(note(1), note(2), failing)).hasMessage("broken off");
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(store)) {
      assertThat(reader.check().format()).isEqualTo(3);
      assertThat(reader.check().families()).containsKey("heads");
      GoldenStore.assertContents(reader, 1);
    }
    try (EmbeddingStore opened = EmbeddingStore.open(store)) {
      assertThat(opened.check().format()).isEqualTo(StoreFormat.CURRENT);
      GoldenStore.assertContents(opened, 1);
    }
  }

  @Test
  void aProcessThatEndsBehindTheNewColumnFamilyLosesNothing() throws Exception {
    assertThat(ChildStore.start(store, "halt-migrating", "3").waitFor())
        .isEqualTo(ChildStore.HALTED);
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(store)) {
      assertThat(reader.check().format()).isEqualTo(3);
      assertThat(reader.check().families()).containsKey("heads");
      GoldenStore.assertContents(reader, 1);
    }
    try (EmbeddingStore opened = EmbeddingStore.open(store)) {
      assertThat(opened.check().format()).isEqualTo(StoreFormat.CURRENT);
      Visuals.writePupae(opened);
      Visuals.assertPupae(opened);
      assertThat(opened.check().problems()).isEmpty();
    }
  }

  @Test
  void anOlderStoreOpenForReadingLacksTheNewColumnFamilyAndNothingElse() {
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(store)) {
      assertThat(reader.check().families()).doesNotContainKey("heads").containsKey("classes");
      assertThat(reader.check(GoldenStore.BIRDS, CheckProgress.NONE).problems()).isEmpty();
      assertThat(reader.statistics().keys()).doesNotContainKey("heads").containsKey("classes");
      assertThat(reader.version(GoldenStore.BIRDS, 5).visual()).isEmpty();
      assertThat(reader.prune(GoldenStore.BIRDS, PruneTest.LAST, true).pruned())
          .containsExactly(2, 4);
    }
  }

  /** Opens with these steps; the answer has a digit for each step that was ever taken. */
  private long openAndReadNotes(Migration... steps) {
    try (Database database = new DatabaseOpener(store, new StoreFormat(List.of(steps))).open();
        View view = database.view()) {
      assertThat(StoreFormat.of(view)).isEqualTo(steps.length + 1);
      return view.get(ColumnFamily.META, NOTES, Codecs.META).orElse(0L);
    }
  }

  /** Adds a digit to what the steps before it wrote. */
  static Migration note(int digit) {
    return (view, batch) ->
        batch.put(
            ColumnFamily.META,
            NOTES,
            Codecs.META,
            10 * view.get(ColumnFamily.META, NOTES, Codecs.META).orElse(0L) + digit);
  }
}
