package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A golden learner that remembers its examples, and whose second version forgot a class. */
final class Eggs {

  static final String EGGS = "eggs";

  private Eggs() {}

  static List<LearnedExample> examples(String... labels) {
    String digest = "0123456789abcdef".repeat(4);
    return List.of(
        new LearnedExample(labels[0], Optional.of(digest), false),
        new LearnedExample(labels[1], Optional.empty(), false),
        new LearnedExample(labels[0], Optional.of(digest.replace('0', 'f')), true));
  }

  static void write(EmbeddingStore store) {
    NewVersion first = GoldenStore.commit(EGGS, 1, Map.of()).version().orElseThrow();
    List<String> names = first.version().newClasses();
    store.add(
        new NewVersion(
            first.version(), first.testSet(), first.scores(), examples(names.get(0), names.get(1))),
        Map.of());
    store.add(second(first.version()), Map.of());
  }

  /** The next version, without the first class of its parent. */
  static NewVersion second(Version parent) {
    String gone = parent.classes().get(0).name();
    List<ClassEmbedding> left = parent.classes().subList(1, parent.classes().size());
    Version version =
        new Version(
            parent.learner(),
            parent.number() + 1,
            OptionalInt.of(parent.number()),
            parent.createdAt().plusSeconds(1),
            "forget: " + gone,
            List.of(),
            left,
            parent.provenance(),
            Map.of(),
            EmbeddingsDigest.sha256(left),
            Optional.empty(),
            Optional.of(new Forgetting(List.of(gone), List.of("a task"))));
    TestSet none = new TestSet(version.task(), List.of(), List.of(), new float[0], 8);
    return new NewVersion(version, none, List.of());
  }

  static void assertContents(EmbeddingStore store) {
    Version first = GoldenStore.version(EGGS, 1);
    List<String> names = first.newClasses();
    assertThat(store.version(EGGS, 1)).isEqualTo(first);
    assertThat(store.version(EGGS, 2)).isEqualTo(second(first).version());
    assertThat(store.versions(EGGS).get(1).forgetting())
        .isEqualTo(second(first).version().forgetting());
    assertThat(store.images().examples(EGGS, 2))
        .isEqualTo(Map.of(1, examples(names.get(0), names.get(1))));
  }
}
