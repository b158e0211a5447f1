package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.StoreProblem.Kind;

/** Examples that versions remember, versions that forgot, and features that are removed. */
class LearnedImagesTest {

  private final Path folder;

  LearnedImagesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private EmbeddingStore open(String name) {
    return EmbeddingStore.open(folder.resolve(name));
  }

  private static NewVersion remembering(Version version) {
    return new NewVersion(
        version,
        Samples.testSet(version),
        Samples.scores(version.number()),
        examples(version.number()));
  }

  private static List<LearnedExample> examples(int number) {
    return Eggs.examples("class " + number + "a", "class " + number + "b");
  }

  private static void threeVersions(EmbeddingStore store) {
    for (int number = 1; number <= 3; number++) {
      store.add(remembering(Samples.version(number)), Map.of());
    }
  }

  @Test
  void aVersionRemembersTheExamplesOfAllTasksItGoesBackTo() {
    try (EmbeddingStore store = open("store")) {
      threeVersions(store);
      store.commit(Samples.commit(4)); // remembers none
      store.moveHead(LEARNER, 2);
      assertThat(store.images().examples(LEARNER, 4))
          .isEqualTo(Map.of(1, examples(1), 2, examples(2), 3, examples(3)));
      assertThat(store.images().examples(LEARNER, 2))
          .isEqualTo(Map.of(1, examples(1), 2, examples(2)));
      List<LearnedExample> all = new ArrayList<>();
      store.images().visit((learner, version, example) -> all.add(example));
      assertThat(all).hasSize(9);
      assertThat(store.check().problems()).isEmpty();
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(folder.resolve("store"))) {
      assertThat(store.images().examples(LEARNER, 1)).isEqualTo(Map.of(1, examples(1)));
    }
  }

  @Test
  void pruningKeepsThemAsLongAsAVersionIsLeftThatGoesBackToThem() {
    PruneRule none = new PruneRule(Optional.empty(), OptionalInt.empty(), OptionalInt.of(100));
    try (EmbeddingStore store = open("store")) {
      threeVersions(store);
      store.rollback(LEARNER, 2, true);
      assertThat(store.prune(LEARNER, none, false).kept()).containsExactly(2);
      assertThat(store.images().examples(LEARNER, 2)).hasSize(2);
      assertThat(entries(store)).isEqualTo(2);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void missingExamplesAreDamage() throws Exception {
    try (EmbeddingStore store = open("store")) {
      threeVersions(store);
    }
    try (RawStore raw = new RawStore(folder.resolve("store"))) {
      raw.delete(ColumnFamily.EXAMPLES, Keys.version(LEARNER, 2));
    }
    try (EmbeddingStore store = open("store")) {
      assertThat(store.check().problems())
          .extracting(StoreProblem::kind)
          .containsExactly(Kind.MISSING);
      assertThat(store.check(LEARNER, CheckProgress.NONE).problems())
          .isEqualTo(store.check().problems());
    }
  }

  @Test
  void aFollowerHasThemAndTheVersionsThatForgot() {
    for (boolean later : new boolean[] {false, true}) {
      try (EmbeddingStore here = open("here " + later);
          EmbeddingStore there = open("there " + later)) {
        here.sharing().announceChanges();
        if (!later) {
          there.sharing().announceChanges();
        }
        threeVersions(there);
        there.add(Eggs.second(Samples.version(3)), Map.of());
        if (later) {
          there.sharing().announceAll(SharingKit.TOPIC.topic());
        }
        List<SharedChanges> topic = new ArrayList<>();
        SharingKit.tell(there, topic);
        SharingKit.follow(here, topic);
        SharingKit.assertEqual(here, there, 4);
        assertThat(here.version(LEARNER, 4).forgetting()).isPresent();
        assertThat(here.images().examples(LEARNER, 4))
            .isEqualTo(there.images().examples(LEARNER, 4))
            .hasSize(3);
        assertThat(here.check().problems()).isEmpty();
      }
    }
  }

  @Test
  void theExamplesOfAVersionThatGivesWayGo() {
    try (EmbeddingStore here = open("here");
        EmbeddingStore there = open("there")) {
      List<SharedChanges> topic = new ArrayList<>();
      for (EmbeddingStore store : List.of(here, there)) {
        store.sharing().announceChanges();
      }
      SharingKit.commit(there, 1);
      SharingKit.tell(there, topic);
      SharingKit.follow(here, topic);
      TaskCommit plain = Samples.commit(Samples.version(2));
      there.commit( // never told
          new TaskCommit(
              Optional.of(remembering(Samples.version(2))),
              plain.appliedEvent(),
              plain.position(),
              List.of(),
              Map.of(),
              Map.of()));
      here.commit(Samples.commit(SharingKit.later(2)));
      SharingKit.tell(here, topic);
      SharingKit.follow(there, topic);
      SharingKit.assertEqual(there, here, 2);
      assertThat(entries(there)).isZero();
      assertThat(there.check().problems()).isEmpty();
    }
  }

  @Test
  void removedFeaturesAreGoneAndOthersStay() {
    FeatureKey gone = new FeatureKey("ab12", "0a", "center");
    FeatureKey other = new FeatureKey("ab12", "0b", "center");
    FeatureKey unknown = new FeatureKey("cd34", "0a", "center");
    try (EmbeddingStore store = open("store")) {
      store.putFeatures(Map.of(gone, new float[] {1}, other, new float[] {2}));
      assertThat(store.images().removeFeatures(Set.of(gone, unknown))).isEqualTo(1);
      assertThat(store.feature(gone)).isEmpty();
      assertThat(store.feature(other)).isPresent();
      assertThat(store.images().removeFeatures(List.of())).isZero();
    }
  }

  @Test
  void whatIsNoDigestIsRefused() {
    for (String text : List.of("", "0a", "A".repeat(64), "g".repeat(64))) {
      assertThatThrownBy(() -> new LearnedExample("a", Optional.of(text), false))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static long entries(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.EXAMPLES).entries();
  }
}
