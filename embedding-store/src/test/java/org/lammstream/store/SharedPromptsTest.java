package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.StoreProblem.Kind;

/** Prompts that all classes of a version share. */
class SharedPromptsTest {

  private static final byte[] SECOND = Keys.version(LEARNER, 2);

  private static final PruneRule LAST =
      new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());

  private final Path directory;

  SharedPromptsTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  /** The first has a fixed prompt, the third a visual state beside its prompts. */
  private void threeVersions() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      store.commit(Samples.commit(Prompts.version(2)));
      store.commit(Samples.commit(third()));
    }
  }

  private static Version third() {
    return Prompts.with(Visuals.version(3), Optional.of(Prompts.prompts(3)));
  }

  @Test
  void everyBitComesBackAndAVersionWithoutPromptsStoresNothing() throws Exception {
    threeVersions();
    for (EmbeddingStore opened :
        List.of(EmbeddingStore.open(directory), EmbeddingStore.openReadOnly(directory))) {
      try (EmbeddingStore store = opened) {
        assertThat(store.version(LEARNER, 1)).isEqualTo(Samples.version(1));
        assertThat(store.version(LEARNER, 1).prompts()).isEmpty();
        assertThat(store.version(LEARNER, 2)).isEqualTo(Prompts.version(2));
        assertThat(store.version(LEARNER, 2).prompts()).hasValue(Prompts.prompts(2));
        assertThat(store.version(LEARNER, 3)).isEqualTo(third());
        assertThat(bits(store.version(LEARNER, 3).prompts().orElseThrow()))
            .isEqualTo(bits(Prompts.prompts(3)));
        assertThat(store.check().problems()).isEmpty();
        assertThat(prompts(store)).isEqualTo(2);
      }
    }
    try (RawStore raw = new RawStore(directory)) {
      byte[] first = raw.get(ColumnFamily.VERSIONS, Keys.version(LEARNER, 1));
      assertThat(new String(first, UTF_8)).contains("storedClasses").doesNotContain("prompts");
    }
  }

  @Test
  void promptsCountInTheDigestAndDoNotChangeWhichClassesAreStored() {
    assertThat(Prompts.version(2).embeddingsSha256())
        .isNotEqualTo(Samples.version(2).embeddingsSha256());
    threeVersions();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(Prompts.with(Visuals.version(4), third().prompts())));
      assertThat(store.versions(LEARNER).get(3).storedClasses()).isEqualTo(2);
      assertThat(store.version(LEARNER, 4).prompts()).isEqualTo(third().prompts());
      assertThat(prompts(store)).isEqualTo(3);
    }
  }

  @Test
  void aPrunedVersionLosesItsPromptsAndKeepsItsSummary() {
    threeVersions();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.prune(LEARNER, LAST, true).pruned()).containsExactly(1, 2);
      assertThat(prompts(store)).isEqualTo(2);
      assertThat(store.prune(LEARNER, LAST, false).pruned()).containsExactly(1, 2);
      assertThat(prompts(store)).isEqualTo(1);
      assertThat(store.version(LEARNER, 3)).isEqualTo(third());
      GoldenStore.assertSummary(store.versions(LEARNER).get(1), Prompts.version(2));
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(PrunedVersionException.class);
      StoreCheck check = store.check();
      assertThat(check.problems()).isEmpty();
      assertThat(condition(check).describe()).isEqualTo("intact 3; damaged none; pruned 1..2");
    }
  }

  @Test
  void whatACrashedPruningLeftIsRemovedByTheNext() {
    threeVersions();
    try (Database database = new DatabaseOpener(directory).open()) {
      CommitProbe crash =
          new CommitProbe() {
            @Override
            public void afterWrite() {
              throw new IllegalStateException("crashed");
            }
          };
      Pruner pruner = new Pruner(database, crash, LEARNER, 2);
      assertThatThrownBy(() -> pruner.remove(LAST, History.BEGIN.plus(History.STEP)))
          .hasMessage("crashed");
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(prompts(store)).isEqualTo(2);
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.prune(LEARNER, LAST, false).pruned()).isEmpty();
      assertThat(prompts(store)).isEqualTo(1);
    }
  }

  @Test
  void missingPromptsAreDamageAndNotAVersionWithoutThem() throws Exception {
    threeVersions();
    StoreCheck check = Harm.checkAfter(directory, raw -> raw.delete(ColumnFamily.PROMPTS, SECOND));
    assertSecondIsDamaged(check, Kind.MISSING, "value is missing");
  }

  @Test
  void damagedPromptsAreFoundAndNamed() throws Exception {
    threeVersions();
    StoreCheck check =
        Harm.checkAfter(
            directory,
            raw -> {
              byte[] value = raw.get(ColumnFamily.PROMPTS, SECOND);
              value[value.length - 3] ^= 1;
              raw.put(ColumnFamily.PROMPTS, SECOND, value);
            });
    assertSecondIsDamaged(check, Kind.VALUE, "checksum mismatch");
  }

  @Test
  void soundPromptsThatAreNotTheVersionsOwnAreFoundAndNamed() throws Exception {
    threeVersions();
    StoreCheck check =
        Harm.checkAfter(
            directory,
            raw ->
                raw.put(
                    ColumnFamily.PROMPTS,
                    SECOND,
                    Codecs.PROMPTS.seal(ColumnFamily.PROMPTS, SECOND, Prompts.prompts(9))));
    assertThat(check.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Kind.DIGEST))
        .satisfies(problem -> assertThat(problem.what()).startsWith("version 2 differs"));
  }

  @Test
  void promptsOfAWrongShapeAreFoundAndNamed() throws Exception {
    threeVersions();
    PayloadWriter few = new PayloadWriter().number(1).text("context");
    assertWrongShape(few.integers(new int[] {2, 3}).floats(new float[5]));
    PayloadWriter twins = new PayloadWriter().number(2);
    for (int i = 0; i < 2; i++) {
      twins.text("context").integers(new int[] {1}).floats(new float[1]);
    }
    assertWrongShape(twins);
    assertWrongShape(new PayloadWriter().number(0));
    assertWrongShape(new PayloadWriter().number(Integer.MAX_VALUE));
  }

  private void assertWrongShape(PayloadWriter payload) throws Exception {
    byte[] sealed = Envelope.seal(ColumnFamily.PROMPTS, SECOND, payload.toBytes());
    StoreCheck check =
        Harm.checkAfter(directory, raw -> raw.put(ColumnFamily.PROMPTS, SECOND, sealed));
    assertSecondIsDamaged(check, Kind.VALUE, "value has a wrong shape");
  }

  @Test
  void aBackupBringsThePromptsBack(@TempDir Path folder) {
    threeVersions();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(folder.resolve("backups"), 0);
    }
    Path restored = folder.resolve("restored");
    StoreBackups.restore(folder.resolve("backups"), OptionalInt.empty(), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      assertThat(store.version(LEARNER, 2)).isEqualTo(Prompts.version(2));
      assertThat(store.version(LEARNER, 3)).isEqualTo(third());
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aStoreOfFormat4IsReadAsItIsAndThenHoldsPrompts() throws Exception {
    GoldenFiles.unpack(4, directory);
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      assertThat(reader.check().format()).isEqualTo(4);
      assertThat(reader.check().families()).doesNotContainKey("prompts").containsKey("heads");
      assertThat(reader.check(Visuals.PUPAE, CheckProgress.NONE).problems()).isEmpty();
      assertThat(reader.version(Visuals.PUPAE, 3).prompts()).isEmpty();
      assertThat(reader.prune(GoldenStore.BIRDS, PruneTest.LAST, true).pruned())
          .containsExactly(2, 4);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.check().format()).isEqualTo(StoreFormat.CURRENT);
      assertThat(store.check().families()).containsKey("prompts");
      GoldenStore.assertContents(store, 4);
      Prompts.writeNymphs(store);
      Prompts.assertNymphs(store);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void impossibleTensorsAndPromptsAreRefused() {
    assertRefused(List.of(2, 3), new float[5], "5 numbers in a tensor of shape [2, 3]");
    assertRefused(List.of(0, 3), new float[0], "impossible shape [0, 3]");
    assertRefused(List.of(-1, -3), new float[3], "impossible shape [-1, -3]");
    assertRefused(List.of(), new float[1], "impossible shape []");
    int wide = 1 << 16; // Times four, it is 0 in 64 bits.
    assertRefused(
        List.of(wide, wide, wide, wide),
        new float[0],
        "0 numbers in a tensor of shape [65536, 65536, 65536, 65536]");
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertRefused(
          List.of(2), new float[] {1, value}, "a tensor with a number that is not finite");
    }
    StoredTensor tensor = new StoredTensor(List.of(1), new float[1]);
    assertThatThrownBy(() -> new SharedPrompts(new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prompts without a tensor");
    assertThatThrownBy(() -> new SharedPrompts(new TreeMap<>(Map.of(" ", tensor))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tensor of prompts needs a name");
  }

  private static void assertRefused(List<Integer> shape, float[] values, String message) {
    assertThatThrownBy(() -> new StoredTensor(shape, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void promptsAreEqualWhenEveryBitIsAndCannotBeModified() {
    SharedPrompts prompts = Prompts.prompts(2);
    StoredTensor zero = new StoredTensor(List.of(1, 2), new float[] {0f, 1f});
    assertThat(prompts).isEqualTo(Prompts.prompts(2)).hasSameHashCodeAs(Prompts.prompts(2));
    assertThat(prompts).isNotEqualTo(Prompts.prompts(3));
    assertThat(zero).isNotEqualTo(new StoredTensor(List.of(1, 2), new float[] {-0f, 1f}));
    assertThat(zero).isNotEqualTo(new StoredTensor(List.of(2, 1), new float[] {0f, 1f}));
    assertThatThrownBy(() -> prompts.tensors().put("more", zero))
        .isInstanceOf(UnsupportedOperationException.class);
    TreeMap<String, StoredTensor> mine = new TreeMap<>(Map.of("context", zero));
    SharedPrompts copied = new SharedPrompts(mine);
    mine.clear();
    assertThat(copied.tensors()).containsOnlyKeys("context");
    assertThat(StoredSize.of(copied)).isEqualTo(4 + (4 + 7) + (4 + 2 * 4) + (4 + 2 * 4));
  }

  private void assertSecondIsDamaged(StoreCheck check, Kind kind, String what) {
    assertThat(check.problems())
        .containsExactly(
            new StoreProblem(
                kind,
                Optional.of("prompts"),
                Optional.of("birds/2"),
                Map.of(LEARNER, List.of(2)),
                what,
                "the version cannot be read, its classes are not affected"));
    assertThat(condition(check).describe()).isEqualTo("intact 1, 3; damaged 2");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThatThrownBy(() -> store.version(LEARNER, 2))
          .isInstanceOf(StoreCorruptedException.class)
          .hasMessageStartingWith("column family prompts, key birds/2: " + what);
      assertThat(store.version(LEARNER, 3)).isEqualTo(third());
    }
  }

  /** The bits of each tensor, in the order of their names. */
  private static List<List<Integer>> bits(SharedPrompts prompts) {
    List<List<Integer>> bits = new ArrayList<>();
    for (StoredTensor tensor : prompts.tensors().values()) {
      List<Integer> numbers = new ArrayList<>();
      for (float value : tensor.values()) {
        numbers.add(Float.floatToRawIntBits(value));
      }
      bits.add(numbers);
    }
    return bits;
  }

  private static long prompts(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.PROMPTS).entries();
  }

  private static LearnerCheck condition(StoreCheck check) {
    return Objects.requireNonNull(check.conditions().get(LEARNER));
  }
}
