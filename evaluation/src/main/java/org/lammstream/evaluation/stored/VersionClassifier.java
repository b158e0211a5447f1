package org.lammstream.evaluation.stored;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lammstream.evaluation.Classification;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/** A version as it serves: it chooses among all its classes. Immutable. */
final class VersionClassifier {

  private final Version version;
  private final Map<String, ClassEmbedding> entries = new LinkedHashMap<>();
  private final Classification classification;
  private final Optional<Map<TestSet, SeenTestSet>> seen;

  /**
   * A classifier that leaves the image tower as it is.
   *
   * @throws BrokenHistoryException when the version has no class
   */
  VersionClassifier(Version version) {
    this(version, Optional.empty());
  }

  /**
   * A classifier.
   *
   * @param seen the only test sets that it can see, as it sees them; empty where it leaves the
   *     image tower as it is
   * @throws BrokenHistoryException when the version has no class
   */
  VersionClassifier(Version version, Optional<Map<TestSet, SeenTestSet>> seen) {
    this.version = version;
    this.seen = seen;
    List<ClassEmbedding> classes = version.classes();
    if (classes.isEmpty()) {
      throw new BrokenHistoryException(
          "version %d of learner '%s' has no classes"
              .formatted(version.number(), version.learner()));
    }
    classes.forEach(entry -> entries.put(entry.name(), entry));
    int dimension = classes.get(0).textFeature().length;
    this.classification = new Classification(VersionWeights.of(version, dimension));
  }

  Version version() {
    return version;
  }

  /** Its classes' names in order. */
  Set<String> names() {
    return entries.keySet();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** What it knows about one of its classes. */
  ClassEmbedding entry(String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  /** How it sees a test set; empty if it cannot. */
  Optional<SeenTestSet> sees(TestSet tests) {
    return seen.isPresent()
        ? Optional.ofNullable(seen.get().get(tests))
        : Optional.of(SeenTestSet.of(tests));
  }

  /**
   * The predicted class of each example.
   *
   * @throws IllegalArgumentException if it cannot see the test set
   */
  List<String> predict(TestSet tests) {
    float[] images =
        sees(tests)
            .orElseThrow(() -> new IllegalArgumentException("sees no test set of " + tests.task()))
            .features();
    if (tests.dimension() != classification.dimension()) {
      throw new BrokenHistoryException(
          "task '%s' has test features of dimension %d, version %d of learner '%s' text features of %d"
              .formatted(
                  tests.task(),
                  tests.dimension(),
                  version.number(),
                  version.learner(),
                  classification.dimension()));
    }
    return Arrays.stream(classification.predict(images))
        .mapToObj(index -> version.classes().get(index).name())
        .toList();
  }
}
