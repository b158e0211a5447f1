package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Made-up pixels of test images, and test sets as versions see them whose prompts change the image
 * tower; everything follows from the arguments. Golden databases hold some of it, so that nothing
 * here may change.
 */
final class Sights {

  /** The golden learner: version 1 has no prompts, 2 has been pruned, 3 goes back to both. */
  static final String COCOONS = "cocoons";

  /** Test examples of each version, {@link Samples#testSet}. */
  static final int EXAMPLES = 2;

  private static final int COCOON_VERSIONS = 3;
  private static final int SIZE = 3;

  private Sights() {}

  /** As {@link Samples#commit(int)}, of a version with prompts that change the image tower. */
  static TaskCommit commit(int number) {
    return commit(Prompts.version(number), tests(number));
  }

  static TaskCommit commit(Version version, PromptedTests tests) {
    TaskCommit plain = Samples.commit(version);
    return new TaskCommit(
        plain.version().map(added -> with(added, tests)),
        plain.appliedEvent(),
        plain.position(),
        plain.outbox(),
        plain.aliases(),
        plain.features());
  }

  /** What a version keeps that goes back to all before it. */
  static PromptedTests tests(int number) {
    return tests(number, number);
  }

  /**
   * As {@link #tests(int)}.
   *
   * @param sets how many test sets there are so far
   */
  static PromptedTests tests(int seed, int sets) {
    return new PromptedTests(
        pixels(seed, EXAMPLES), seen(seed, Collections.nCopies(sets, EXAMPLES)));
  }

  /** Small images of any values. */
  static TestPixels pixels(int seed, int images) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] values = new byte[images * SIZE * SIZE * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) random.nextInt();
    }
    return new TestPixels(SIZE, values);
  }

  /** Some of the numbers are such that only their bits tell them from others. */
  static SeenTests seen(int seed, List<Integer> examples) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> features = new ArrayList<>();
    for (int count : examples) {
      float[] set = Samples.floats(random, count * Samples.DIMENSION);
      if (count > 0) {
        set[0] = -0f;
        set[set.length - 1] = Float.MIN_VALUE;
      }
      features.add(set);
    }
    return new SeenTests(Samples.DIMENSION, features);
  }

  static NewVersion with(NewVersion plain, PromptedTests tests) {
    return new NewVersion(
        plain.version(),
        plain.testSet(),
        plain.scores(),
        plain.supersedes(),
        plain.examples(),
        Optional.of(tests));
  }

  static void writeCocoons(EmbeddingStore store) {
    for (int number = 1; number <= COCOON_VERSIONS; number++) {
      NewVersion plain = GoldenStore.commit(COCOONS, number, Map.of()).version().orElseThrow();
      NewVersion added = new NewVersion(cocoons(number), plain.testSet(), plain.scores());
      store.add(number == 1 ? added : with(added, tests(number)), Map.of());
    }
    store.setAlias(COCOONS, "fixed prompt", 1);
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    assertThat(store.prune(COCOONS, last, false).pruned()).containsExactly(2);
  }

  static void assertCocoons(EmbeddingStore store) {
    assertThat(store.version(COCOONS, 1)).isEqualTo(cocoons(1));
    assertThat(store.testPixels(COCOONS, 1)).isEmpty();
    assertThat(store.seenTests(COCOONS, 1)).isEmpty();
    assertThat(store.versions(COCOONS).get(1).prunedAt()).isPresent();
    assertThat(store.testPixels(COCOONS, 2)).hasValue(tests(2).pixels());
    assertThat(store.seenTests(COCOONS, 2)).isEmpty();
    assertThat(store.version(COCOONS, 3)).isEqualTo(cocoons(3));
    assertThat(store.testPixels(COCOONS, 3)).hasValue(tests(3).pixels());
    assertThat(store.seenTests(COCOONS, 3)).hasValue(tests(3).seen());
    for (int number = 1; number <= COCOON_VERSIONS; number++) {
      GoldenStore.assertSummary(store.versions(COCOONS).get(number - 1), cocoons(number));
      GoldenStore.assertHistory(store, COCOONS, number);
    }
  }

  private static Version cocoons(int number) {
    Version plain = GoldenStore.version(COCOONS, number);
    return number == 1 ? plain : Prompts.with(plain, Optional.of(Prompts.prompts(number)));
  }
}
