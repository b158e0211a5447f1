package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.lammstream.store.Scoring.Head;

/**
 * Made-up image sums and visual states; everything follows from the arguments. Golden databases
 * hold some of it, so that nothing here may change.
 */
final class Visuals {

  static final int ROWS = 5;

  /** The golden learner: version 1 has no image sums, 2 has been pruned, 3 shares with 2. */
  static final String PUPAE = "pupae";

  private static final int PUPAE_VERSIONS = 3;

  private Visuals() {}

  /** As {@link Samples#version}, all classes with image sums, and a visual state. */
  static Version version(int number) {
    Version plain = Samples.version(number);
    return with(plain, counted(plain), Optional.of(state(Head.RIDGE, number)));
  }

  /** The classes of a version with image sums, which are the same in all versions. */
  static List<ClassEmbedding> counted(Version plain) {
    return plain.classes().stream().map(entry -> counted(entry, ROWS)).toList();
  }

  /** The entry with an image sum instead of prototype and weight. */
  static ClassEmbedding counted(ClassEmbedding entry, int rows) {
    SplittableRandom random = new SplittableRandom(entry.name().hashCode());
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        entry.textFeature(),
        entry.zeroShotTextFeature(),
        new float[0],
        0,
        new ImageSum(doubles(random, rows), 3 + random.nextInt(40)));
  }

  /** Of any numbers, for the store does not calculate with them. */
  static VisualState state(Head head, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scoring scoring = new Scoring(head, 1.0 / seed, 4096, -7L * seed, 1, seed / 3.0, 0.1);
    int triangle = ROWS * (ROWS + 1) / 2;
    return new VisualState(
        scoring,
        doubles(random, triangle),
        doubles(random, triangle),
        Collections.nCopies(seed, 2));
  }

  static Version with(Version plain, List<ClassEmbedding> classes, Optional<VisualState> visual) {
    return new Version(
        plain.learner(),
        plain.number(),
        plain.parent(),
        plain.createdAt(),
        plain.task(),
        plain.newClasses(),
        classes,
        plain.provenance(),
        plain.seconds(),
        EmbeddingsDigest.sha256(classes),
        visual);
  }

  /** Some are such that only their bits tell them from others. */
  private static double[] doubles(SplittableRandom random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble(-1000, 1000);
    }
    values[0] = -0.0;
    values[count - 1] = Double.MIN_VALUE;
    return values;
  }

  static void writePupae(EmbeddingStore store) {
    for (int number = 1; number <= PUPAE_VERSIONS; number++) {
      NewVersion plain = GoldenStore.commit(PUPAE, number, Map.of()).version().orElseThrow();
      store.add(new NewVersion(pupae(number), plain.testSet(), plain.scores()), Map.of());
    }
    store.setAlias(PUPAE, "text", 1);
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    assertThat(store.prune(PUPAE, last, false).pruned()).containsExactly(2);
  }

  static void assertPupae(EmbeddingStore store) {
    assertThat(store.version(PUPAE, 1)).isEqualTo(pupae(1));
    assertThat(store.versions(PUPAE).get(1).prunedAt()).isPresent();
    assertThat(store.version(PUPAE, 3)).isEqualTo(pupae(3));
    assertThat(store.version(PUPAE, 3).visual()).hasValue(state(Head.GAUSSIAN, 3));
    assertThat(store.versions(PUPAE).get(2).storedClasses()).isEqualTo(2);
    for (int number = 1; number <= PUPAE_VERSIONS; number++) {
      GoldenStore.assertSummary(store.versions(PUPAE).get(number - 1), pupae(number));
      GoldenStore.assertHistory(store, PUPAE, number);
    }
  }

  private static Version pupae(int number) {
    Version plain = GoldenStore.version(PUPAE, number);
    return number == 1
        ? plain
        : with(plain, counted(plain), Optional.of(state(Head.GAUSSIAN, number)));
  }
}
