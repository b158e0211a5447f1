package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Works on a small disk of its own until it is full. It checks what must hold itself, for nobody
 * else sees that disk, and ends with a stack trace if something does not.
 */
final class ChildOnFullDisk {

  private static final int MIB = 1 << 20;
  private static final int BULK_FLOATS = MIB / 16;

  private final Path store;
  private final Path ballast;
  private final Path backups;

  /** Where the number of the last acknowledged commit stands, on another disk. */
  private final Path acknowledged;

  private ChildOnFullDisk(Path disk, Path acknowledged) {
    this.store = disk.resolve("store");
    this.ballast = disk.resolve("ballast");
    this.backups = disk.resolve("backups");
    this.acknowledged = acknowledged;
  }

  /** Arguments: folder of the disk, file for the last commit, what to do, free MiB. */
  public static void main(String[] arguments) throws IOException {
    ChildOnFullDisk child = new ChildOnFullDisk(Path.of(arguments[0]), Path.of(arguments[1]));
    switch (arguments[2]) {
      case "open-again" -> child.fill(Integer.parseInt(arguments[3]), true);
      case "go-on" -> child.fill(Integer.parseInt(arguments[3]), false);
      case "look" -> child.look();
      case "back-up" -> child.backUp();
      default -> throw new IllegalArgumentException(arguments[2]);
    }
    System.out.println("done");
    // As a crash would end it: what was acknowledged must need no closing.
    Runtime.getRuntime().halt(0);
  }

  private void fill(int freeMib, boolean openAgain) throws IOException {
    makeBallast(freeMib);
    EmbeddingStore open = EmbeddingStore.open(store);
    StoreIoException full = catchThrowableOfType(StoreIoException.class, () -> commitForever(open));
    System.out.println(full.getMessage());
    assertThat(full)
        .hasMessageStartingWith("writing to store " + store + ": the disk is full; ")
        .hasMessageContaining("what was committed before is safe")
        .hasMessageContaining("free some space");
    int last = lastAcknowledged();
    CommitAtomicityTest.assertWhole(open, last);
    assertThatThrownBy(() -> commit(open, last + 1))
        .isInstanceOf(StoreIoException.class)
        .hasMessageContaining("the disk is full");
    Files.delete(ballast);
    if (openAgain) {
      open.close();
      try (EmbeddingStore again = EmbeddingStore.open(store)) {
        commitSome(again, last);
      }
    } else {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(StoreIoException.class)
          .until(
              () -> {
                commit(open, open.nextVersion(LEARNER));
                return true;
              });
      commitSome(open, last + 1);
    }
  }

  /** A commit that failed is there whole or not at all. */
  private void commitSome(EmbeddingStore open, int last) throws IOException {
    int head = open.head(LEARNER).orElse(0);
    assertThat(head).isBetween(last, last + 1);
    CommitAtomicityTest.assertWhole(open, head);
    for (int number = head + 1; number <= head + 3; number++) {
      commit(open, number);
    }
    CommitAtomicityTest.assertWhole(open, head + 3);
  }

  /** In a new process: everything acknowledged is there, and it goes on. */
  private void look() throws IOException {
    int last = lastAcknowledged();
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      CommitAtomicityTest.assertWhole(open, last);
      commit(open, last + 1);
      CommitAtomicityTest.assertWhole(open, last + 1);
    }
  }

  /**
   * A store on another disk: what does not fit leaves nothing that looks like a backup or store.
   */
  private void backUp() throws IOException {
    Path outside = acknowledged.resolveSibling("store");
    Path restored = store.resolveSibling("restored");
    try (EmbeddingStore open = EmbeddingStore.open(outside)) {
      for (int number = 1; number <= 20; number++) {
        commit(open, number);
      }
      assertThat(open.backup(backups, 0).id()).isEqualTo(1);
      makeBallast(2);
      assertThatThrownBy(() -> StoreBackups.restore(backups, OptionalInt.empty(), restored))
          .isInstanceOf(StoreIoException.class)
          .hasMessageContaining("the disk is full");
      assertThat(restored).doesNotExist();
      assertThat(store.resolveSibling("restored.restoring")).doesNotExist();
      for (int number = 21; number <= 40; number++) {
        commit(open, number);
      }
      assertThatThrownBy(() -> open.backup(backups, 0))
          .isInstanceOf(StoreIoException.class)
          .hasMessageContaining("(the store and earlier backups are as before)")
          .hasMessageContaining("the disk is full");
      commit(open, 41);
      assertThat(StoreBackups.list(backups)).extracting(BackupInfo::id).containsExactly(1);
      Files.delete(ballast);
      assertThat(StoreBackups.verify(backups, 1).id()).isEqualTo(1);
      int id = open.backup(backups, 1).id();
      assertThat(StoreBackups.list(backups)).extracting(BackupInfo::id).containsExactly(id);
    }
    StoreBackups.restore(backups, OptionalInt.empty(), restored);
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(restored)) {
      CommitAtomicityTest.assertWhole(open, 41);
    }
  }

  private void commitForever(EmbeddingStore open) throws IOException {
    for (int number = 1; ; number++) {
      commit(open, number);
    }
  }

  /** Commits a version with a quarter of a MiB that cannot be compressed. */
  private void commit(EmbeddingStore open, int number) throws IOException {
    TaskCommit small = Samples.commit(number);
    Map<FeatureKey, float[]> features = new HashMap<>(small.features());
    features.put(
        Samples.feature("bulk " + number),
        Samples.floats(new SplittableRandom(number), BULK_FLOATS));
    open.commit(
        new TaskCommit(
            small.version(),
            small.appliedEvent(),
            small.position(),
            small.outbox(),
            small.aliases(),
            features));
    Files.writeString(acknowledged, String.valueOf(number));
  }

  private int lastAcknowledged() throws IOException {
    return Integer.parseInt(Files.readString(acknowledged));
  }

  /** Leaves so much free space. */
  private void makeBallast(int freeMib) throws IOException {
    long free = Files.getFileStore(ballast.getParent()).getUsableSpace();
    Files.write(ballast, new byte[Math.toIntExact(free - (long) freeMib * MIB)]);
  }
}
