package org.lammstream.manager.forget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestPixels;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/**
 * How a version that forgets sees test images: as the version before, whose prompts it keeps, but
 * for those that are forgotten. Stateless.
 */
final class LeftTests {
  private LeftTests() {}

  /** Those of a version that continues another; empty where both see images as any other. */
  static Optional<PromptedTests> of(EmbeddingStore store, Version before, ForgetPlan plan) {
    return store
        .seenTests(before.learner(), before.number())
        .map(
            seen -> {
              List<TestSet> sets = store.testSets(before.learner(), before.number());
              List<float[]> left = new ArrayList<>();
              for (int i = 0; i < sets.size(); i++) {
                left.add(without(sets.get(i), seen.features().get(i), plan));
              }
              left.add(new float[0]); // it has no test images of its own
              return new PromptedTests(
                  new TestPixels(1, new byte[0]), new SeenTests(seen.dimension(), left));
            });
  }

  private static float[] without(TestSet tests, float[] features, ForgetPlan plan) {
    float[] left = features.clone();
    int d = tests.dimension();
    for (int n = 0; n < tests.labels().size(); n++) {
      if (plan.takes(tests.task(), tests.labels().get(n))) {
        Arrays.fill(left, n * d, (n + 1) * d, 0);
      }
    }
    return left;
  }
}
