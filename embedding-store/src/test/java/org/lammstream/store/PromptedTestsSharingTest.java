package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;
import static org.lammstream.store.SharingKit.assertEqual;
import static org.lammstream.store.SharingKit.commit;
import static org.lammstream.store.SharingKit.follow;
import static org.lammstream.store.SharingKit.later;
import static org.lammstream.store.SharingKit.tell;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Pixels of test images, and test sets as versions see them, on their way from store to store. */
class PromptedTestsSharingTest extends WithTwoStores {

  @Test
  void aFollowerHoldsTheSame() {
    commit(there, 1);
    there.commit(Sights.commit(2));
    there.commit(Sights.commit(3));
    tell(there, topic);

    follow(here, topic);

    assertEqual(here, there, 3);
    assertThat(here.seenTests(LEARNER, 1)).isEmpty();
    assertKeeps(here, 2, Sights.tests(2));
    assertKeeps(here, 3, Sights.tests(3));
    assertCounts(here, 2, 2);
    assertThat(here.check().problems()).isEmpty();
  }

  @Test
  void theyAreAnnouncedWithEverythingElseAndWhatWasPrunedIsNot() {
    EmbeddingStore alone = EmbeddingStore.open(folder.resolve("alone"));
    try (alone) {
      commit(alone, 1);
      alone.commit(Sights.commit(2));
      alone.commit(Sights.commit(3));
      alone.clearOutbox(alone.outbox(10));
      PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
      assertThat(alone.prune(LEARNER, last, false).pruned()).containsExactly(1, 2);
      alone.sharing().announceAll(SharingKit.TOPIC.topic());
      SharingKit.tell(alone, topic);
      topic.replaceAll(PromptedTestsSharingTest::whatIsThere);

      follow(here, topic);

      assertThat(here.version(LEARNER, 3)).isEqualTo(alone.version(LEARNER, 3));
      assertThat(here.seenTests(LEARNER, 2)).isEmpty();
      assertThat(here.testPixels(LEARNER, 2)).hasValue(Sights.tests(2).pixels());
      assertKeeps(here, 3, Sights.tests(3));
      assertCounts(here, 1, 2);
      assertThat(here.check().problems()).isEmpty();
    }
  }

  /** As a worker tells it, for it leaves out what is not stored any more. */
  private static SharedChanges whatIsThere(SharedChanges told) {
    return new SharedChanges(
        told.learner(),
        told.origin(),
        told.source(),
        told.claimed(),
        told.values().stream().filter(value -> value.value().length > 0).toList(),
        told.readUpTo());
  }

  @Test
  void whatAVersionKeptThatGivesWayGoesAndThatOfTheOtherComes() {
    commit(there, 1);
    tell(there, topic);
    follow(here, topic);
    for (int number = 2; number <= 4; number++) {
      there.commit(Sights.commit(number)); // never told
    }
    PromptedTests other = Sights.tests(9, 3);
    here.commit(Samples.commit(later(2)));
    here.commit(Sights.commit(later(Prompts.version(3)), other));
    tell(here, topic);

    follow(there, topic);

    assertEqual(there, here, 3);
    assertThat(there.seenTests(LEARNER, 2)).isEmpty();
    assertThat(there.testPixels(LEARNER, 2)).isEmpty();
    assertKeeps(there, 3, other);
    assertCounts(there, 1, 1);
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void theyAreStagedAheadOfTheirVersionAndHaveNamesOfTheirOwn() {
    byte[] key = Keys.version(LEARNER, 3);
    PromptedTests tests = Sights.tests(3);
    assertIsStaged(
        ChangedValue.of(
            ColumnFamily.SEEN, key, Codecs.SEEN.seal(ColumnFamily.SEEN, key, tests.seen())),
        "birds/seen/3");
    assertIsStaged(
        ChangedValue.of(
            ColumnFamily.PIXELS, key, Codecs.PIXELS.seal(ColumnFamily.PIXELS, key, tests.pixels())),
        "birds/pixels/3");
    assertThat(here.learners()).isEmpty();
    assertThat(here.check().problems()).isEmpty();
  }

  private void assertIsStaged(ChangedValue value, String name) {
    assertThat(value.isHidden()).isTrue();
    assertThat(value.name()).isEqualTo(name);
    assertThat(here.sharing().stage(value)).isTrue();
  }

  private static void assertKeeps(EmbeddingStore store, int number, PromptedTests tests) {
    assertThat(store.testPixels(LEARNER, number)).hasValue(tests.pixels());
    assertThat(store.seenTests(LEARNER, number)).hasValue(tests.seen());
  }

  private static void assertCounts(EmbeddingStore store, int seen, int pixels) {
    StoreCheck check = store.check();
    assertThat(StoreCheckTest.family(check, ColumnFamily.SEEN).entries()).isEqualTo(seen);
    assertThat(StoreCheckTest.family(check, ColumnFamily.PIXELS).entries()).isEqualTo(pixels);
  }
}
