package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Made-up prompts; everything follows from the arguments. Golden databases hold some of it, so that
 * nothing here may change.
 */
final class Prompts {

  /** The golden learner: version 1 has no prompts, 2 has been pruned, 3 has a visual state, too. */
  static final String NYMPHS = "nymphs";

  private static final int NYMPH_VERSIONS = 3;

  private Prompts() {}

  /** As {@link Samples#version}, with prompts. */
  static Version version(int number) {
    return with(Samples.version(number), Optional.of(prompts(number)));
  }

  /** Two tensors of two shapes; the first number and the last are such that only bits tell. */
  static SharedPrompts prompts(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] context = Samples.floats(random, 4 * Samples.WIDTH);
    context[0] = -0f;
    context[context.length - 1] = Float.MIN_VALUE;
    SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    tensors.put("context", new StoredTensor(List.of(4, Samples.WIDTH), context));
    tensors.put("layer.1", new StoredTensor(List.of(2, 3, 5), Samples.floats(random, 30)));
    return new SharedPrompts(tensors);
  }

  static Version with(Version plain, Optional<SharedPrompts> prompts) {
    return new Version(
        plain.learner(),
        plain.number(),
        plain.parent(),
        plain.createdAt(),
        plain.task(),
        plain.newClasses(),
        plain.classes(),
        plain.provenance(),
        plain.seconds(),
        EmbeddingsDigest.sha256(plain.classes(), prompts),
        plain.visual(),
        plain.forgetting(),
        prompts);
  }

  static void writeNymphs(EmbeddingStore store) {
    for (int number = 1; number <= NYMPH_VERSIONS; number++) {
      NewVersion plain = GoldenStore.commit(NYMPHS, number, Map.of()).version().orElseThrow();
      store.add(new NewVersion(nymphs(number), plain.testSet(), plain.scores()), Map.of());
    }
    store.setAlias(NYMPHS, "fixed prompt", 1);
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    assertThat(store.prune(NYMPHS, last, false).pruned()).containsExactly(2);
  }

  static void assertNymphs(EmbeddingStore store) {
    assertThat(store.version(NYMPHS, 1)).isEqualTo(nymphs(1));
    assertThat(store.versions(NYMPHS).get(1).prunedAt()).isPresent();
    assertThat(store.version(NYMPHS, 3)).isEqualTo(nymphs(3));
    assertThat(store.version(NYMPHS, 3).prompts()).hasValue(prompts(3));
    assertThat(store.version(NYMPHS, 3).visual()).isPresent();
    for (int number = 1; number <= NYMPH_VERSIONS; number++) {
      GoldenStore.assertSummary(store.versions(NYMPHS).get(number - 1), nymphs(number));
      GoldenStore.assertHistory(store, NYMPHS, number);
    }
  }

  private static Version nymphs(int number) {
    Version plain = GoldenStore.version(NYMPHS, number);
    return switch (number) {
      case 1 -> plain;
      case 2 -> with(plain, Optional.of(prompts(2)));
      default ->
          with(
              Visuals.with(
                  plain,
                  Visuals.counted(plain),
                  Optional.of(Visuals.state(Scoring.Head.RIDGE, number))),
              Optional.of(prompts(number)));
    };
  }
}
