package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixels of test images, and test sets as a version sees them. */
class PromptedTestsTest {

  private final Path directory;

  PromptedTestsTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  /** The first leaves the image tower as it is. */
  static void threeVersions(Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Sights.commit(2));
      store.commit(Sights.commit(3));
    }
  }

  @Test
  void everyBitComesBackAndAVersionThatLeavesTheImageTowerStoresNothing() throws Exception {
    threeVersions(directory);
    for (EmbeddingStore opened :
        List.of(EmbeddingStore.open(directory), EmbeddingStore.openReadOnly(directory))) {
      try (EmbeddingStore store = opened) {
        assertThat(store.testPixels(LEARNER, 1)).isEmpty();
        assertThat(store.seenTests(LEARNER, 1)).isEmpty();
        for (int number : new int[] {2, 3}) {
          assertThat(store.version(LEARNER, number)).isEqualTo(Prompts.version(number));
          assertThat(store.testPixels(LEARNER, number)).hasValue(Sights.tests(number).pixels());
          assertThat(store.seenTests(LEARNER, number)).hasValue(Sights.tests(number).seen());
        }
        assertThat(store.check().problems()).isEmpty();
        assertCounts(store, 2, 2);
      }
    }
    try (RawStore raw = new RawStore(directory)) {
      byte[] first = raw.get(ColumnFamily.VERSIONS, Keys.version(LEARNER, 1));
      assertThat(new String(first, UTF_8)).contains("storedClasses").doesNotContain("prompted");
    }
  }

  @Test
  void anUnknownVersionIsNamed() {
    threeVersions(directory);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.testPixels(LEARNER, 4))
          .isInstanceOf(UnknownVersionException.class)
          .hasMessage("learner \"birds\" has no version 4; it has 1..3");
      assertThatThrownBy(() -> store.seenTests("fish", 1))
          .isInstanceOf(UnknownVersionException.class)
          .hasMessage("there is no learner \"fish\"; the store has \"birds\"");
    }
  }

  @Test
  void aVersionThatDoesNotSeeJustTheTestSetsSoFarIsRefused() {
    threeVersions(directory);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      StoreCheck before = store.check();
      assertRefused(
          store,
          Sights.commit(Prompts.version(4), Sights.tests(4, 3)),
          "version 4 of learner \"birds\" sees 3 test sets, but has 4 so far");
      assertRefused(
          store,
          child(2, Sights.tests(4, 4)),
          "version 4 of learner \"birds\" sees 4 test sets, but has 3 so far");
      PromptedTests few =
          new PromptedTests(
              Sights.pixels(4, Sights.EXAMPLES),
              Sights.seen(4, List.of(Sights.EXAMPLES, 1, Sights.EXAMPLES, Sights.EXAMPLES)));
      assertRefused(
          store,
          Sights.commit(Prompts.version(4), few),
          "version 4 of learner \"birds\" sees test set 2 with another number of examples:"
              + " 1 instead of 2");
      assertThat(store.check().families()).isEqualTo(before.families());
      store.commit(Sights.commit(4));
    }
  }

  @Test
  void aVersionThatForgotSomethingHasATestSetWithoutExamplesWhichLaterOnesSee() {
    threeVersions(directory);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.add(Eggs.second(store.version(LEARNER, 3)), Map.of());
      SeenTests seen = Sights.seen(5, List.of(2, 2, 2, 0, 2));
      Version plain = Samples.version(5);
      store.commit(
          Sights.commit(
              Prompts.with(plain, Optional.of(Prompts.prompts(5))),
              new PromptedTests(Sights.pixels(5, 2), seen)));
      assertThat(store.seenTests(LEARNER, 4)).isEmpty();
      assertThat(store.testPixels(LEARNER, 4)).isEmpty();
      assertThat(store.seenTests(LEARNER, 5)).hasValue(seen);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aBackupBringsThemBack(@TempDir Path folder) {
    threeVersions(directory);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(folder.resolve("backups"), 0);
    }
    Path restored = folder.resolve("restored");
    StoreBackups.restore(folder.resolve("backups"), OptionalInt.empty(), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      assertThat(store.testPixels(LEARNER, 2)).hasValue(Sights.tests(2).pixels());
      assertThat(store.seenTests(LEARNER, 3)).hasValue(Sights.tests(3).seen());
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aStoreOfFormat5IsReadAsItIsAndThenHoldsPixels() throws Exception {
    GoldenFiles.unpack(5, directory);
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      assertThat(reader.check().format()).isEqualTo(5);
      assertThat(reader.check().families())
          .doesNotContainKeys("seen", "pixels")
          .containsKey("prompts");
      assertThat(reader.statistics().keys()).doesNotContainKeys("seen", "pixels");
      assertThat(reader.check(Prompts.NYMPHS, CheckProgress.NONE).problems()).isEmpty();
      assertThat(reader.testPixels(Prompts.NYMPHS, 3)).isEmpty();
      assertThat(reader.seenTests(Prompts.NYMPHS, 3)).isEmpty();
      assertThat(reader.prune(GoldenStore.BIRDS, PruneTest.LAST, true).pruned())
          .containsExactly(2, 4);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().format()).isEqualTo(StoreFormat.CURRENT);
      assertThat(store.check().families()).containsKeys("seen", "pixels");
      GoldenStore.assertContents(store, 5);
      Sights.writeCocoons(store);
      Sights.assertCocoons(store);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aMigrationThatEndsBetweenItsTwoColumnFamiliesIsTakenAgain() throws Exception {
    GoldenFiles.unpack(5, directory);
    try (RawStore raw = new RawStore(directory)) {
      raw.addFamily("seen");
    }
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      assertThat(reader.check().format()).isEqualTo(5);
      assertThat(reader.check().families()).containsKey("seen").doesNotContainKey("pixels");
      GoldenStore.assertContents(reader, 5);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().format()).isEqualTo(StoreFormat.CURRENT);
      Sights.writeCocoons(store);
      Sights.assertCocoons(store);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void impossiblePixelsAndFeaturesAreRefused() {
    assertRefused(() -> new TestPixels(0, new byte[0]), "0 bytes are no images of 0 pixels square");
    assertRefused(
        () -> new TestPixels(2, new byte[13]), "13 bytes are no images of 2 pixels square");
    assertRefused(
        () -> new SeenTests(2, List.of(new float[4], new float[3])),
        "features that have not the dimension 2");
    assertRefused(
        () -> new SeenTests(0, List.of(new float[4])), "features that have not the dimension 0");
    assertRefused(() -> new SeenTests(2, List.of()), "no version sees less than its own test set");
    NewVersion plain = Samples.commit(2).version().orElseThrow();
    PromptedTests good = Sights.tests(2);
    assertRefused(
        () -> Sights.with(plain, new PromptedTests(Sights.pixels(2, 3), good.seen())),
        "pixels of 3 images for 2 test examples");
    String others = "the features that a version sees are others than those of its test set";
    assertRefused(
        () -> Sights.with(plain, new PromptedTests(good.pixels(), Sights.seen(2, List.of(2, 3)))),
        others);
    SeenTests narrow = new SeenTests(4, good.seen().features());
    assertRefused(() -> Sights.with(plain, new PromptedTests(good.pixels(), narrow)), others);
  }

  @Test
  void theyAreEqualWhenEveryBitIsAndListsCannotBeModified() {
    PromptedTests tests = Sights.tests(2);
    assertThat(tests).isEqualTo(Sights.tests(2)).hasSameHashCodeAs(Sights.tests(2));
    assertThat(tests.pixels()).isNotEqualTo(Sights.tests(3).pixels());
    assertThat(tests.seen()).isNotEqualTo(Sights.tests(2, 3).seen());
    assertThat(new SeenTests(1, List.of(new float[] {0f, 1f})))
        .isNotEqualTo(new SeenTests(1, List.of(new float[] {-0f, 1f})))
        .isNotEqualTo(new SeenTests(2, List.of(new float[] {0f, 1f})));
    assertThat(new TestPixels(1, new byte[12])).isNotEqualTo(new TestPixels(2, new byte[12]));
    assertThat(new TestPixels(2, new byte[24]).count()).isEqualTo(2);
    // Squared and times three, it is 0 in 32 bits.
    assertThat(new TestPixels(1 << 16, new byte[0]).count()).isZero();
    assertThatThrownBy(() -> tests.seen().features().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** The fourth version as a child of another than the third. */
  static TaskCommit child(int parent, PromptedTests tests) {
    Version plain = Samples.version(4);
    Version version =
        Samples.version(4, OptionalInt.of(parent), plain.classes(), plain.newClasses());
    return Sights.commit(Prompts.with(version, Optional.of(Prompts.prompts(4))), tests);
  }

  private static void assertRefused(EmbeddingStore store, TaskCommit commit, String message) {
    assertRefused(() -> store.commit(commit), message);
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static void assertCounts(EmbeddingStore store, int seen, int pixels) {
    StoreCheck check = store.check();
    assertThat(StoreCheckTest.family(check, ColumnFamily.SEEN).entries()).isEqualTo(seen);
    assertThat(StoreCheckTest.family(check, ColumnFamily.PIXELS).entries()).isEqualTo(pixels);
  }
}
