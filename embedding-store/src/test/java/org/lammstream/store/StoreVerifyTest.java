package org.lammstream.store;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.Codecs.AppliedRecord;
import org.lammstream.store.StoreProblem.Kind;

/** What a check finds besides damaged bytes: things that are missing or contradict each other. */
class StoreVerifyTest {

  private static final byte[] LEARNER_KEY = Keys.learner(LEARNER);

  private final Path directory;

  StoreVerifyTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  @BeforeEach
  void fourVersions() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number <= 4; number++) {
        store.commit(Samples.commit(number));
      }
    }
  }

  /** Changes the database without our rules. */
  private interface Harm {
    void apply(RawStore raw) throws Exception;
  }

  private StoreCheck after(Harm harm) throws Exception {
    try (RawStore raw = new RawStore(directory)) {
      harm.apply(raw);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      return store.check();
    }
  }

  private static LearnerCheck condition(StoreCheck check) {
    return Objects.requireNonNull(check.conditions().get(LEARNER));
  }

  private static <T> void put(
      RawStore raw, ColumnFamily family, byte[] key, Codec<T> codec, T value) throws Exception {
    raw.put(family, key, codec.seal(family, key, value));
  }

  @Test
  void aHealthyStoreHasNoProblems() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      StoreCheck check = store.check();
      assertThat(check.problems()).isEmpty();
      assertThat(check.advice()).isEmpty();
      assertThat(condition(check).describe()).isEqualTo("intact 1..4; damaged none");
    }
  }

  @Test
  void headAndAliasesMustStandForVersionsThatAreThere() throws Exception {
    StoreCheck check =
        after(
            raw ->
                put(
                    raw,
                    ColumnFamily.LEARNERS,
                    LEARNER_KEY,
                    Codecs.LEARNER,
                    new LearnerRecord(9, 4, 100, Map.of("champion", 3, "baseline", 7))));
    assertThat(check.problems()).extracting(StoreProblem::kind).containsOnly(Kind.REFERENCE);
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactlyInAnyOrder(
            "learner \"birds\": head is unknown version 9",
            "learner \"birds\": alias \"baseline\" is unknown version 7");
    assertThat(condition(check).intact()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void countersMustBeAboveWhatTheyCounted() throws Exception {
    StoreCheck check =
        after(
            raw -> {
              put(
                  raw,
                  ColumnFamily.LEARNERS,
                  LEARNER_KEY,
                  Codecs.LEARNER,
                  new LearnerRecord(3, 3, 5, Map.of()));
              put(raw, ColumnFamily.META, OutboxWriter.NEXT_KEY, Codecs.META, 4L);
            });
    assertThat(check.problems()).extracting(StoreProblem::kind).containsOnly(Kind.COUNTER);
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactlyInAnyOrder(
            "the next result to publish would get number 4, but number 4 waits",
            "learner \"birds\": its last version is said to be 3, but there is version 4",
            "learner \"birds\": its next class would get number 5, which class 7 and those before"
                + " have");
  }

  @Test
  void aMissingVersionTestSetOrScoreIsNamed() throws Exception {
    StoreCheck check =
        after(
            raw -> {
              raw.delete(ColumnFamily.VERSIONS, Keys.version(LEARNER, 2));
              raw.delete(ColumnFamily.TESTS, Keys.version(LEARNER, 1));
              raw.delete(ColumnFamily.SCORES, Keys.version(LEARNER, 3));
            });
    assertThat(check.problems()).extracting(StoreProblem::kind).contains(Kind.MISSING);
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .contains(
            "column family versions, key birds/2: value is missing; the version cannot be read;"
                + " damages version 2 of learner \"birds\"",
            "column family tests, key birds/1: value is missing; the version can be read, but not"
                + " evaluated on its task; damages version 1 of learner \"birds\"",
            "column family scores, key birds/3: value is missing; the version can be read, its"
                + " accuracy must be computed again; damages version 3 of learner \"birds\"");
    assertThat(condition(check).intact()).containsExactly(4);
    assertThat(condition(check).damaged()).containsExactly(1, 2, 3);
  }

  @Test
  void anEventThatMadeAnUnknownVersionIsFound() throws Exception {
    StoreCheck check =
        after(
            raw ->
                put(
                    raw,
                    ColumnFamily.APPLIED,
                    Keys.applied(LEARNER, "event-x"),
                    Codecs.APPLIED,
                    new AppliedRecord(8, "lamm.tasks", 3, 1)));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactly("learner \"birds\": an event counts as learned by unknown version 8");
  }

  @Test
  void aLostLearnerRecordIsFoundThroughItsVersions() throws Exception {
    StoreCheck check = after(raw -> raw.delete(ColumnFamily.LEARNERS, LEARNER_KEY));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactly(
            "column family learners, key birds: value is missing; the learner's head and aliases"
                + " are lost, its versions are not");
    assertThat(condition(check).intact()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aDamagedEntryDamagesEveryVersionThatSharesIt() throws Exception {
    byte[] key = Keys.classEntry(LEARNER, 2, 3);
    StoreCheck check = after(raw -> raw.put(ColumnFamily.CLASSES, key, new byte[] {1}));
    assertThat(check.problems()).hasSize(1);
    assertThat(check.problems().get(0).message())
        .isEqualTo(
            "column family classes, key birds/2/3: value is cut to 1 bytes; other classes are not"
                + " affected; damages versions 2..4 of learner \"birds\"");
    assertThat(condition(check).describe()).isEqualTo("intact 1; damaged 2..4");
  }

  @Test
  void everyValueIsDecodedAndEveryDamagedOneNamed() throws Exception {
    byte[] offset = Keys.offset(Samples.PARTITION);
    StoreCheck check =
        after(
            raw -> {
              for (int classId : List.of(0, 1)) {
                raw.delete(ColumnFamily.CLASSES, Keys.classEntry(LEARNER, 1, classId));
              }
              // A valid checksum over something else.
              raw.put(
                  ColumnFamily.OFFSETS,
                  offset,
                  Envelope.seal(ColumnFamily.OFFSETS, offset, new byte[3]));
            });
    assertThat(check.problems())
        .extracting(problem -> problem.family().orElse("") + " " + problem.key().orElse(""))
        .containsExactlyInAnyOrder(
            "offsets lamm.tasks/3", "classes birds/1/0", "classes birds/1/1");
  }

  @Test
  void aValueUnderAKeyOfAnotherShapeIsNamed() throws Exception {
    byte[] odd = {0, 9, 'x'};
    StoreCheck check =
        after(
            raw ->
                raw.put(
                    ColumnFamily.VERSIONS,
                    odd,
                    Envelope.seal(ColumnFamily.VERSIONS, odd, new byte[3])));
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactly(
            "column family versions, key 0x000978: key has a wrong shape; the version cannot be"
                + " read");
  }

  @Test
  void oneLearnerIsCheckedWithoutTheOthers() throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      new History("fish", 3, 2, 1, 8, 4).write(store, 1, 3);
    }
    StoreCheck all =
        after(raw -> raw.put(ColumnFamily.CLASSES, Keys.classEntry("fish", 1, 0), new byte[] {1}));
    assertThat(all.problems()).hasSize(1);
    assertThat(all.conditions()).containsOnlyKeys(LEARNER, "fish");
    assertThat(condition(all).intact()).containsExactly(1, 2, 3, 4);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      StoreCheck birds = store.check(LEARNER, CheckProgress.NONE);
      assertThat(birds.problems()).isEmpty();
      assertThat(birds.versions()).isEqualTo(4);
      assertThat(birds.conditions()).containsOnlyKeys(LEARNER);
      StoreCheck fish = store.check("fish", CheckProgress.NONE);
      assertThat(fish.problems()).isEqualTo(all.problems());
      assertThatThrownBy(() -> store.check("bird", CheckProgress.NONE))
          .isInstanceOf(UnknownVersionException.class)
          .hasMessageStartingWith("there is no learner \"bird\"");
    }
  }

  @Test
  void prunedVersionsAreNoDamageAsLongAsNothingThatStaysNeedsThem() throws Exception {
    PruneRule lastOnly = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.prune(LEARNER, lastOnly, false);
      StoreCheck check = store.check();
      assertThat(check.problems()).isEmpty();
      assertThat(condition(check).describe()).isEqualTo("intact 4; damaged none; pruned 1..3");
    }
    // The record of a pruned version is not a version's embeddings: it must still be right.
    StoreCheck check =
        after(
            raw -> {
              raw.delete(ColumnFamily.TESTS, Keys.version(LEARNER, 2));
              put(
                  raw,
                  ColumnFamily.LEARNERS,
                  LEARNER_KEY,
                  Codecs.LEARNER,
                  new LearnerRecord(4, 4, 8, Map.of("champion", 1)));
            });
    assertThat(check.problems())
        .extracting(StoreProblem::message)
        .containsExactlyInAnyOrder(
            "column family tests, key birds/2: value is missing; the version can be read, but not"
                + " evaluated on its task; damages version 2 of learner \"birds\"",
            "learner \"birds\": alias \"champion\" is pruned version 1");
  }

  @Test
  void progressIsToldStepByStep() {
    List<String> steps = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.check(
          (step, done, total) -> {
            assertThat(done).isLessThanOrEqualTo(total);
            steps.add(step);
            if (step.startsWith("versions of learner")) {
              assertThat(total).isEqualTo(4);
              versions.add(done);
            }
          });
    }
    assertThat(steps)
        .contains("data files", "column family classes", "versions of learner \"birds\"");
    assertThat(versions).isEqualTo(IntStream.rangeClosed(1, 4).mapToObj(i -> (long) i).toList());
  }
}
