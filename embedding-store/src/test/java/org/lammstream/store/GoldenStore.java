package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;

/**
 * What the golden databases hold: two learners, one with a branch, and a value of every kind; from
 * format 2 on, a third learner of many versions, some of them pruned; from format 3 on, a fourth
 * whose image prototypes have weights; from format 4 on, a fifth with visual states, {@link
 * Visuals}, and a sixth that forgot something, {@link Eggs}; from format 5 on, a seventh with
 * prompts that its classes share, {@link Prompts}; from format 6 on, an eighth with pixels of test
 * images, {@link Sights}. The databases of released formats were written by the programs of their
 * time and cannot be written again, so that nothing that is compared here may change; a newer
 * format adds to it.
 */
final class GoldenStore {

  static final String BIRDS = "birds";
  static final String BEETLES = "Käfer/2";

  /** Branches: 1 ← 2 ← 3 and 2 ← 4 ← 5. */
  static final int[] BIRD_PARENTS = {0, 1, 2, 2, 4};

  static final int BEETLE_VERSIONS = 2;
  static final SourcePartition TASKS = new SourcePartition("lamm.tasks", 0);
  static final SourcePartition OTHER = new SourcePartition("lamm.tasks", 7);

  /** Long enough that manifests build on one another. */
  static final History MOTHS = new History("moths", 2, 1, 1, 4, 2);

  static final int MOTH_VERSIONS = 24;
  static final List<Integer> MOTHS_KEPT = List.of(8, 16, 22, 23, 24);

  static final String LARVAE = "larvae";

  private static final int WIDTH = 16;
  private static final int DIMENSION = 8;
  private static final FeatureKey COMMITTED = new FeatureKey("ab12", "image 3", "center");
  private static final FeatureKey CACHED = new FeatureKey("ab12", "image 9", "flipped");

  private GoldenStore() {}

  /** Writes it into an empty folder; the last commits are still in the log, as after a crash. */
  static void write(Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number < MOTH_VERSIONS; number++) {
        store.add(MOTHS.newVersion(number), Map.of());
      }
      PruneRule rule = new PruneRule(Optional.empty(), OptionalInt.of(2), OptionalInt.of(8));
      store.prune(MOTHS.learner(), rule, false);
      store.add(MOTHS.newVersion(MOTH_VERSIONS), Map.of());
      store.add(new NewVersion(larvae(), testSet(LARVAE, 1), scores(1)), Map.of());
      Visuals.writePupae(store);
      Eggs.write(store);
      Prompts.writeNymphs(store);
      Sights.writeCocoons(store);
    }
    writeBranches(directory);
  }

  /** Writes what format 1 has, too. */
  static void writeBranches(Path directory) {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number <= 3; number++) {
        store.commit(commit(BIRDS, number, Map.of(Aliases.CHAMPION, number)));
      }
      store.commit(commit(BEETLES, 1, Map.of()));
      store.setAlias(BIRDS, "baseline", 1);
      store.putFeatures(Map.of(CACHED, new float[] {Float.MIN_VALUE, -0f, Float.NaN}));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.moveHead(BIRDS, 2);
      store.commit(commit(BIRDS, 4, Map.of()));
      store.commit(commit(BIRDS, 5, Map.of()));
      store.clearOutbox(store.outbox(2));
      store.commit(commit(BEETLES, 2, Map.of()));
      store.removeAlias(BEETLES, Aliases.CHAMPION); // As before there was a rule for it.
      store.commit(
          new TaskCommit(
              Optional.empty(),
              Optional.of(new AppliedEvent(BIRDS, "poison")),
              new SourcePosition(OTHER, 40, 38),
              List.of(record("dead letter")),
              Map.of(),
              Map.of()));
    }
  }

  /** Compares every value, through the public interface. */
  static void assertContents(EmbeddingStore store, int format) {
    Set<String> learners = new TreeSet<>(Set.of(BEETLES, BIRDS));
    if (format >= 2) {
      learners.add(MOTHS.learner());
      assertMoths(store);
    }
    if (format >= 3) {
      learners.add(LARVAE);
      assertThat(store.version(LARVAE, 1)).isEqualTo(larvae());
    }
    if (format >= 4) {
      learners.add(Visuals.PUPAE);
      Visuals.assertPupae(store);
      learners.add(Eggs.EGGS);
      Eggs.assertContents(store);
    }
    if (format >= 5) {
      learners.add(Prompts.NYMPHS);
      Prompts.assertNymphs(store);
    }
    if (format >= 6) {
      learners.add(Sights.COCOONS);
      Sights.assertCocoons(store);
    }
    assertThat(store.learners()).isEqualTo(learners);
    assertLearner(store, BIRDS, BIRD_PARENTS.length);
    assertLearner(store, BEETLES, BEETLE_VERSIONS);
    assertThat(store.aliases(BIRDS)).isEqualTo(Map.of(Aliases.CHAMPION, 3, "baseline", 1));
    assertThat(store.aliases(BEETLES)).isEmpty();
    assertThat(store.isApplied(BIRDS, "poison")).isTrue();
    assertThat(store.isApplied(BEETLES, "poison")).isFalse();
    assertThat(store.nextOffset(TASKS)).hasValue(103);
    assertThat(store.nextOffset(OTHER)).hasValue(38);
    assertThat(store.feature(COMMITTED).orElseThrow()).containsExactly(3f, -1f);
    assertThat(store.feature(CACHED).orElseThrow())
        .containsExactly(Float.MIN_VALUE, -0f, Float.NaN);
    assertThat(store.outbox(100))
        .extracting(OutboxEntry::sequence)
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(store.outbox(100))
        .extracting(OutboxEntry::record)
        .containsExactly(
            record("birds 3"),
            record("Käfer/2 1"),
            record("birds 4"),
            record("birds 5"),
            record("Käfer/2 2"),
            record("dead letter"));
    assertThat(store.check().problems()).isEmpty();
  }

  private static void assertMoths(EmbeddingStore store) {
    assertThat(store.head(MOTHS.learner())).hasValue(MOTH_VERSIONS);
    assertThat(store.alias(MOTHS.learner(), Aliases.CHAMPION)).hasValue(MOTH_VERSIONS);
    for (int number = 1; number <= MOTH_VERSIONS; number++) {
      if (MOTHS_KEPT.contains(number)) {
        MOTHS.assertVersion(store, number);
      } else {
        assertThat(store.versions(MOTHS.learner()).get(number - 1).prunedAt()).isPresent();
        MOTHS.assertTestSets(store, number);
        MOTHS.assertScores(store, number);
      }
    }
  }

  private static void assertLearner(EmbeddingStore store, String learner, int last) {
    assertThat(store.head(learner)).hasValue(last);
    assertThat(store.nextVersion(learner)).isEqualTo(last + 1);
    assertThat(store.versions(learner)).hasSize(last);
    for (int number = 1; number <= last; number++) {
      assertVersion(store, learner, number);
      assertThat(store.isApplied(learner, learner + " event " + number)).isTrue();
    }
    assertThat(store.isApplied(learner, learner + " event " + (last + 1))).isFalse();
  }

  /** Compares one version, its summary, its test sets and its scores. */
  static void assertVersion(EmbeddingStore store, String learner, int number) {
    Version expected = version(learner, number);
    assertThat(store.version(learner, number)).isEqualTo(expected);
    assertThat(EmbeddingsDigest.sha256(expected.classes(), expected.prompts()))
        .isEqualTo(expected.embeddingsSha256());
    assertSummary(store.versions(learner).get(number - 1), expected);
    assertHistory(store, learner, number);
  }

  static void assertSummary(VersionSummary summary, Version expected) {
    assertThat(summary.learner()).isEqualTo(expected.learner());
    assertThat(summary.number()).isEqualTo(expected.number());
    assertThat(summary.parent()).isEqualTo(expected.parent());
    assertThat(summary.createdAt()).isEqualTo(expected.createdAt());
    assertThat(summary.task()).isEqualTo(expected.task());
    assertThat(summary.newClasses()).isEqualTo(expected.newClasses());
    assertThat(summary.classCount()).isEqualTo(expected.classes().size());
    assertThat(summary.provenance()).isEqualTo(expected.provenance());
    assertThat(summary.seconds()).isEqualTo(expected.seconds());
    assertThat(summary.embeddingsSha256()).isEqualTo(expected.embeddingsSha256());
  }

  static void assertHistory(EmbeddingStore store, String learner, int number) {
    List<TestSet> testSets = new ArrayList<>();
    List<CellScore> scores = new ArrayList<>();
    for (int version : lineage(learner, number)) {
      testSets.add(testSet(learner, version));
      scores.addAll(scores(version));
    }
    assertThat(store.testSets(learner, number)).isEqualTo(testSets);
    assertThat(store.scores(learner, number)).isEqualTo(scores);
  }

  /** A commit that could follow what is stored. */
  static TaskCommit commit(String learner, int number, Map<String, Integer> aliases) {
    return new TaskCommit(
        Optional.of(
            new NewVersion(version(learner, number), testSet(learner, number), scores(number))),
        Optional.of(new AppliedEvent(learner, learner + " event " + number)),
        new SourcePosition(TASKS, 100L + number, 101L + number),
        List.of(record(learner + " " + number)),
        aliases,
        Map.of(new FeatureKey("ab12", "image " + number, "center"), new float[] {number, -1f}));
  }

  /** Two new classes for each version of the lineage; the fifth also moves the very first class. */
  static Version version(String learner, int number) {
    List<ClassEmbedding> classes = new ArrayList<>();
    for (int version : lineage(learner, number)) {
      classes.add(entry(learner + " class " + version + "a", version));
      classes.add(entry(learner + " class " + version + "b", version));
    }
    if (number >= 5) {
      classes.set(0, entry(learner + " class 1a", 5));
    }
    return new Version(
        learner,
        number,
        parent(learner, number),
        Instant.parse("2026-11-24T12:00:00.123456789Z").plusSeconds(number),
        "task " + number,
        List.of(learner + " class " + number + "a", learner + " class " + number + "b"),
        classes,
        provenance(learner, number),
        Map.of("align", 1.25, "encode", 0.1),
        EmbeddingsDigest.sha256(classes));
  }

  private static Provenance provenance(String learner, int number) {
    return new Provenance(
        learner + " event " + number,
        TASKS.topic(),
        TASKS.partition(),
        100L + number,
        Map.of("old", "frozen", "epochs", "50"),
        42,
        "clip-tiny",
        "ab12",
        "0.1.0",
        "17.0.15",
        "Linux",
        "amd64",
        "two cores",
        "PyTorch 2.7.1",
        2);
  }

  private static OptionalInt parent(String learner, int number) {
    int parent =
        learner.equals(BIRDS) && number <= BIRD_PARENTS.length
            ? BIRD_PARENTS[number - 1]
            : number - 1;
    return parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent);
  }

  private static List<Integer> lineage(String learner, int number) {
    List<Integer> versions = new ArrayList<>(List.of(number));
    for (OptionalInt parent = parent(learner, number);
        parent.isPresent();
        parent = parent(learner, parent.getAsInt())) {
      versions.add(0, parent.getAsInt());
    }
    return versions;
  }

  /** A version whose entries have image weights. */
  private static Version larvae() {
    Version plain = version(LARVAE, 1);
    List<ClassEmbedding> weighted =
        plain.classes().stream().map(entry -> weighted(entry, entry.vectors() * 3.625)).toList();
    return new Version(
        plain.learner(),
        plain.number(),
        plain.parent(),
        plain.createdAt(),
        plain.task(),
        plain.newClasses(),
        weighted,
        plain.provenance(),
        plain.seconds(),
        plain.embeddingsSha256());
  }

  private static ClassEmbedding weighted(ClassEmbedding entry, double weight) {
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
        weight);
  }

  private static ClassEmbedding entry(String name, int seed) {
    SplittableRandom random = new SplittableRandom(seed * 31L + name.hashCode());
    return new ClassEmbedding(
        name,
        2,
        WIDTH,
        floats(random, 2 * WIDTH),
        seed % 2 == 0 ? new int[0] : new int[] {seed, 49406},
        floats(random, 2 * WIDTH),
        floats(random, DIMENSION),
        floats(random, DIMENSION),
        seed % 2 == 0 ? new float[0] : floats(random, DIMENSION));
  }

  private static TestSet testSet(String learner, int number) {
    List<String> labels = version(learner, number).newClasses();
    return new TestSet(
        "task " + number,
        labels,
        labels,
        floats(new SplittableRandom(number), labels.size() * DIMENSION),
        DIMENSION);
  }

  private static List<CellScore> scores(int number) {
    return List.of(
        new CellScore(0, "task " + number, 1, 2), new CellScore(number, "task " + number, 2, 2));
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static OutgoingRecord record(String value) {
    return new OutgoingRecord(
        "lamm.results",
        BIRDS.getBytes(UTF_8),
        value.getBytes(UTF_8),
        List.of(new RecordHeader("ce_type", new byte[] {1, 0, -1})));
  }
}
