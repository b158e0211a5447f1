package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.Scoring.Head;
import org.lammstream.store.StoreProblem.Kind;

/** What a version keeps of its images: sums in its class entries, and a state of its own. */
class VisualStateTest {

  private static final byte[] SECOND = Keys.version(LEARNER, 2);

  private final Path directory;

  VisualStateTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  /** The first scores by text alone. */
  private void threeVersions() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(Visuals.version(2)));
      store.commit(Samples.commit(Visuals.version(3)));
    }
  }

  private StoreCheck after(Harm harm) throws Exception {
    return Harm.checkAfter(directory, harm);
  }

  @Test
  void everyBitComesBackAndAVersionWithoutAStateHasNone() {
    threeVersions();
    for (EmbeddingStore opened :
        List.of(EmbeddingStore.open(directory), EmbeddingStore.openReadOnly(directory))) {
      try (EmbeddingStore store = opened) {
        assertThat(store.version(LEARNER, 1)).isEqualTo(Samples.version(1));
        assertThat(store.version(LEARNER, 1).visual()).isEmpty();
        assertThat(store.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
        VisualState state = store.version(LEARNER, 2).visual().orElseThrow();
        VisualState expected = Visuals.state(Head.RIDGE, 2);
        assertThat(state.scoring()).isEqualTo(expected.scoring());
        assertThat(bits(state.gram())).containsExactly(bits(expected.gram()));
        assertThat(bits(state.scatter())).containsExactly(bits(expected.scatter()));
        ImageSum sum = store.version(LEARNER, 3).classes().get(5).images();
        ImageSum same = Visuals.version(3).classes().get(5).images();
        assertThat(sum.count()).isEqualTo(same.count()).isPositive();
        assertThat(bits(sum.sum())).containsExactly(bits(same.sum()));
        assertThat(store.check().problems()).isEmpty();
        assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(2);
      }
    }
  }

  @Test
  void unchangedClassesAreSharedAndAnotherSumIsAnotherEntry() {
    threeVersions();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      // The second version counted the images of the first one's classes, too.
      assertThat(store.versions(LEARNER))
          .extracting(VersionSummary::storedClasses)
          .containsExactly(2, 4, 2);
      assertThat(entries(store, ColumnFamily.CLASSES)).isEqualTo(8);
      List<ClassEmbedding> classes = new ArrayList<>(Visuals.version(4).classes());
      ImageSum more = new ImageSum(classes.get(2).images().sum(), 50);
      classes.set(2, with(classes.get(2), more));
      Version fourth = Visuals.with(Samples.version(4), classes, Visuals.version(4).visual());
      store.commit(Samples.commit(fourth));
      assertThat(store.versions(LEARNER).get(3).storedClasses()).isEqualTo(3);
      assertThat(store.version(LEARNER, 4)).isEqualTo(fourth);
      assertThat(store.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
    }
  }

  @Test
  void aPrunedVersionLosesItsStateAndKeepsItsSummary() {
    threeVersions();
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.prune(LEARNER, last, true).pruned()).containsExactly(1, 2);
      assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(2);
      assertThat(store.prune(LEARNER, last, false).pruned()).containsExactly(1, 2);
      assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(1);
      assertThat(store.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
      GoldenStore.assertSummary(store.versions(LEARNER).get(1), Visuals.version(2));
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(PrunedVersionException.class);
      StoreCheck check = store.check();
      assertThat(check.problems()).isEmpty();
      assertThat(condition(check).describe()).isEqualTo("intact 3; damaged none; pruned 1..2");
    }
  }

  @Test
  void whatACrashedPruningLeftIsRemovedByTheNext() throws Exception {
    threeVersions();
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    try (Database database = new DatabaseOpener(directory).open()) {
      CommitProbe crash =
          new CommitProbe() {
            @Override
            public void afterWrite() {
              throw new IllegalStateException("crashed");
            }
          };
      Pruner pruner = new Pruner(database, crash, LEARNER, 2);
      assertThatThrownBy(() -> pruner.remove(last, History.BEGIN.plus(History.STEP)))
          .hasMessage("crashed");
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(2);
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.prune(LEARNER, last, false).pruned()).isEmpty();
      assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(1);
    }
  }

  @Test
  void aMissingStateIsDamageAndNotAVersionWithoutOne() throws Exception {
    threeVersions();
    StoreCheck check = after(raw -> raw.delete(ColumnFamily.HEADS, SECOND));
    assertSecondIsDamaged(check, Kind.MISSING, "value is missing");
  }

  @Test
  void aDamagedStateIsFoundAndNamed() throws Exception {
    threeVersions();
    StoreCheck check =
        after(
            raw -> {
              byte[] value = raw.get(ColumnFamily.HEADS, SECOND);
              value[value.length - 3] ^= 1;
              raw.put(ColumnFamily.HEADS, SECOND, value);
            });
    assertSecondIsDamaged(check, Kind.VALUE, "checksum mismatch");
  }

  @Test
  void aStateOfAnotherShapeIsFoundAndNamed() throws Exception {
    threeVersions();
    byte[] payload = Codecs.HEAD.encode(Visuals.state(Head.RIDGE, 2));
    payload[4] = 'X'; // There is no such head.
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.HEADS,
                    SECOND,
                    Envelope.seal(ColumnFamily.HEADS, SECOND, payload)));
    assertSecondIsDamaged(check, Kind.VALUE, "value has a wrong shape");
  }

  @Test
  void aStateThatDoesNotGoWithTheImageSumsIsFound() throws Exception {
    threeVersions();
    VisualState small =
        new VisualState(
            Visuals.state(Head.RIDGE, 2).scoring(), new double[6], new double[6], List.of(2, 2));
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.HEADS,
                    SECOND,
                    Codecs.HEAD.seal(ColumnFamily.HEADS, SECOND, small)));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactly(
            "learner \"birds\": version 2 has a visual state of 3 rows, but 4 classes without an"
                + " image sum of that length, for example \"class 1a\"");
    assertThat(condition(check).describe()).isEqualTo("intact 1, 3; damaged 2");
  }

  @Test
  void aStateOfOtherClassesIsFound() throws Exception {
    threeVersions();
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.HEADS,
                    SECOND,
                    Codecs.HEAD.seal(ColumnFamily.HEADS, SECOND, Visuals.state(Head.RIDGE, 3))));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .contains("learner \"birds\": version 2 has a visual state of 6 classes, but knows 4");
    assertThat(condition(check).describe()).isEqualTo("intact 1, 3; damaged 2");
  }

  @Test
  void aDamagedClassIsOneProblemAndNotAlsoAWrongNumberOfClasses() throws Exception {
    threeVersions();
    byte[] key = Keys.classEntry(LEARNER, 3, 4);
    StoreCheck check =
        after(
            raw -> {
              byte[] value = raw.get(ColumnFamily.CLASSES, key);
              value[value.length / 2] ^= 1;
              raw.put(ColumnFamily.CLASSES, key, value);
            });
    assertThat(check.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.VALUE);
              assertThat(problem.message()).contains("key birds/3/4: checksum mismatch");
            });
    assertThat(condition(check).describe()).isEqualTo("intact 1..2; damaged 3");
  }

  @Test
  void recencyGrowsFromTaskToTask() {
    VisualState state = Visuals.state(Head.RIDGE, 3);
    assertThat(state.recency()).containsExactly(0, 0, 0.5, 0.5, 1, 1);
    assertThat(Visuals.state(Head.RIDGE, 1).recency()).containsExactly(0, 0);
    assertThat(VisualState.withTask(state.tasks(), 4)).containsExactly(2, 2, 2, 4);
    assertThat(VisualState.withTask(state.tasks(), 0)).isEqualTo(state.tasks());
    assertThatThrownBy(
            () -> new VisualState(state.scoring(), state.gram(), state.scatter(), List.of(2, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClassWithoutAnImageSumIsFoundInAVersionWithAState() throws Exception {
    threeVersions();
    byte[] key = Keys.classEntry(LEARNER, 3, 4);
    ClassEmbedding plain = Samples.entry("class 3a", 3);
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.CLASSES,
                    key,
                    Codecs.CLASS.seal(ColumnFamily.CLASSES, key, plain)));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactlyInAnyOrder(
            "learner \"birds\": version 3 has a visual state of 5 rows, but 1 class without an"
                + " image sum of that length, for example \"class 3a\"",
            "learner \"birds\": version 3 differs from its digest");
    assertThat(condition(check).describe()).isEqualTo("intact 1..2; damaged 3");
  }

  @Test
  void aScatterOfAnotherSizeOrWithoutFiniteNumbersIsRefusedAndFoundWhereItIsStored()
      throws Exception {
    VisualState state = Visuals.state(Head.RIDGE, 2);
    assertThatThrownBy(
            () -> new VisualState(state.scoring(), state.gram(), new double[6], state.tasks()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 numbers of scatter beside 15 of a matrix");
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      double[] numbers = state.gram().clone();
      numbers[7] = value;
      assertThatThrownBy(
              () -> new VisualState(state.scoring(), numbers, state.scatter(), state.tasks()))
          .hasMessageContaining("not finite");
      assertThatThrownBy(
              () -> new VisualState(state.scoring(), state.gram(), numbers, state.tasks()))
          .hasMessageContaining("not finite");
    }
    threeVersions();
    byte[] payload = Codecs.HEAD.encode(state);
    ByteBuffer.wrap(payload)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(payload.length - Double.BYTES, Double.NaN);
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.HEADS,
                    SECOND,
                    Envelope.seal(ColumnFamily.HEADS, SECOND, payload)));
    assertSecondIsDamaged(check, Kind.VALUE, "value has a wrong shape");
  }

  @Test
  void aVersionWhoseClassesDoNotGoWithItsStateIsNotCommitted() {
    threeVersions();
    Version fourth = Visuals.version(4);
    List<ClassEmbedding> classes = new ArrayList<>(fourth.classes());
    classes.set(6, Visuals.counted(classes.get(6), Visuals.ROWS + 1));
    Version odd = Visuals.with(fourth, classes, fourth.visual());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.commit(Samples.commit(odd)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "version 4 of learner \"birds\" has a visual state of 5 rows, but 1 class without an"
                  + " image sum of that length, for example \"class 4a\"");
      assertThat(store.nextVersion(LEARNER)).isEqualTo(4);
      assertThat(entries(store, ColumnFamily.HEADS)).isEqualTo(2);
    }
  }

  @Test
  void aBackupBringsTheStateBack(@TempDir Path folder) {
    threeVersions();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(folder.resolve("backups"), 0);
    }
    Path restored = folder.resolve("restored");
    StoreBackups.restore(folder.resolve("backups"), OptionalInt.empty(), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      assertThat(store.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
      assertThat(store.check().problems()).isEmpty();
    }
  }

  private void assertSecondIsDamaged(StoreCheck check, Kind kind, String what) {
    assertThat(check.problems())
        .containsExactly(
            new StoreProblem(
                kind,
                Optional.of("heads"),
                Optional.of("birds/2"),
                Map.of(LEARNER, List.of(2)),
                what,
                "the version cannot be read, its classes are not affected"));
    assertThat(condition(check).describe()).isEqualTo("intact 1, 3; damaged 2");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageStartingWith("column family heads, key birds/2: " + what);
      assertThat(store.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
    }
  }

  private static ClassEmbedding with(ClassEmbedding entry, ImageSum images) {
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        entry.textFeature(),
        entry.zeroShotTextFeature(),
        entry.imagePrototype(),
        entry.imageWeight(),
        images);
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static long entries(EmbeddingStore store, ColumnFamily family) {
    return StoreCheckTest.family(store.check(), family).entries();
  }

  private static LearnerCheck condition(StoreCheck check) {
    return Objects.requireNonNull(check.conditions().get(LEARNER));
  }
}
