package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;
import static org.lammstream.store.Samples.PARTITION;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitAtomicityTest {

  private final Path directory;

  CommitAtomicityTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** Everything that a commit changes stands at the same number. */
  static void assertWhole(EmbeddingStore store, int last) {
    assertThat(store.head(LEARNER))
        .isEqualTo(last == 0 ? OptionalInt.empty() : OptionalInt.of(last));
    for (int number = 1; number <= last; number++) {
      assertThat(store.version(LEARNER, number)).isEqualTo(Samples.version(number));
    }
    assertThat(store.isApplied(LEARNER, "event-" + last)).isEqualTo(last > 0);
    assertThat(store.isApplied(LEARNER, "event-" + (last + 1))).isFalse();
    assertThat(store.nextOffset(PARTITION).orElse(101)).isEqualTo(101 + last);
    assertThat(store.outbox(Integer.MAX_VALUE)).hasSize(last);
    assertThat(store.alias(LEARNER, "champion").orElse(0)).isEqualTo(last);
    assertThat(store.testSets(LEARNER)).hasSize(last);
    assertThat(store.feature(Samples.feature("image " + (last + 1)))).isEmpty();
    assertThat(store.check().problems()).isEmpty();
  }

  @Test
  void aCommitThatThrowsLeavesNothing() {
    boolean[] broken = {false};
    CommitProbe probe =
        new CommitProbe() {
          @Override
          public void beforeWrite() {
            if (broken[0]) {
              throw new IllegalStateException("broken off");
            }
          }
        };
    try (EmbeddingStore store = EmbeddingStore.open(directory, probe)) {
      store.commit(Samples.commit(1));
      broken[0] = true;
      assertThatThrownBy(() -> store.commit(Samples.commit(2))).hasMessage("broken off");
      assertWhole(store, 1);
      broken[0] = false;
      store.commit(Samples.commit(2));
      assertWhole(store, 2);
    }
  }

  @Test
  void aCommitThatContradictsTheStoreIsRefusedWhole() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      assertRefused(store, Samples.commit(3), "cannot follow version 1");
      assertRefused(store, Samples.commit(1), "was already applied");
      Version two = Samples.version(2);
      assertRefused(
          store,
          Samples.commit(Samples.version(2, OptionalInt.empty(), two.classes(), two.newClasses())),
          "needs a parent");
      assertRefused(
          store, with(two, version -> withDigest(version, "00")), "has a digest of other classes");
      TaskCommit good = Samples.commit(2);
      assertRefused(
          store,
          new TaskCommit(
              good.version(),
              good.appliedEvent(),
              good.position(),
              good.outbox(),
              Map.of("champion", 5),
              good.features()),
          "has no version 5; it has 1");
    }
  }

  @Test
  void aDuplicateIsAcknowledgedWithoutANewVersion() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(
          new TaskCommit(
              Optional.empty(),
              Optional.of(new AppliedEvent(LEARNER, "event-1")),
              Samples.position(9),
              List.of(),
              Map.of(),
              Map.of()));
      assertThat(store.head(LEARNER)).hasValue(1);
      assertThat(store.nextOffset(PARTITION)).hasValue(110);
    }
  }

  @Test
  void aProcessThatEndsRightBeforeTheWriteLeavesNothing() throws Exception {
    assertThat(ChildStore.start(directory, "halt-before-write-of", "3").waitFor())
        .isEqualTo(ChildStore.HALTED);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertWhole(store, 2);
      store.commit(Samples.commit(3));
      assertWhole(store, 3);
    }
  }

  @Test
  void aProcessThatEndsRightAfterTheWriteLeavesTheWholeCommit() throws Exception {
    assertThat(ChildStore.start(directory, "halt-after-write-of", "3").waitFor())
        .isEqualTo(ChildStore.HALTED);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertWhole(store, 3);
    }
  }

  @Test
  void aProcessKilledWhileItCommitsLosesNothingItAcknowledged() throws Exception {
    Process child = ChildStore.start(directory, "commit-forever");
    int acknowledged = 0;
    try (var lines = child.inputReader()) {
      while (acknowledged < 25) {
        acknowledged = Integer.parseInt(String.valueOf(lines.readLine()));
      }
      child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the output.
      child.waitFor();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = Integer.parseInt(line);
      }
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      int head = store.head(LEARNER).orElse(0);
      assertThat(head).isBetween(acknowledged, acknowledged + 1);
      assertWhole(store, head);
    }
  }

  @Test
  void aLogTornInItsLastRecordGivesTheCommitBefore() throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(2));
    }
    Path log = newestLog(directory);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 100);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertWhole(store, 1);
      store.commit(Samples.commit(2));
      assertWhole(store, 2);
    }
  }

  static Path newestLog(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max((a, b) -> a.compareTo(b))
          .orElseThrow();
    }
  }

  private static void assertRefused(EmbeddingStore store, TaskCommit commit, String message) {
    assertThatThrownBy(() -> store.commit(commit))
        .isInstanceOfAny(
            IllegalArgumentException.class,
            IllegalStateException.class,
            UnknownVersionException.class)
        .hasMessageContaining(message);
    assertWhole(store, 1);
  }

  private static TaskCommit with(Version version, UnaryOperator<Version> change) {
    return Samples.commit(change.apply(version));
  }

  private static Version withDigest(Version version, String digest) {
    return new Version(
        version.learner(),
        version.number(),
        version.parent(),
        version.createdAt(),
        version.task(),
        version.newClasses(),
        version.classes(),
        version.provenance(),
        version.seconds(),
        digest);
  }
}
