package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.SharingKit.assertEqual;
import static org.lammstream.store.SharingKit.commit;
import static org.lammstream.store.SharingKit.later;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.consume.SourcePartition;

/** One store tells, another follows. */
class StoreSharingTest extends WithTwoStores {
  private static final String LEARNER = Samples.LEARNER;
  private static final SourcePartition TOPIC = SharingKit.TOPIC;

  @Test
  void aFollowerHoldsTheSameVersionsScoresAliasesAndPositions() {
    commit(there, 1, 2, 3);
    there.setAlias(LEARNER, "best", 2);
    tell(there);

    assertThat(follow(here)).containsOnly(true);

    assertEqual(here, there, 3);
    assertThat(here.aliases(LEARNER)).isEqualTo(Map.of("champion", 3, "best", 2));
    assertThat(here.nextOffset(Samples.PARTITION)).hasValue(104);
    assertThat(here.nextOffset(TOPIC)).hasValue(topic.size());
    assertThat(here.isApplied(LEARNER, "event-2")).isTrue();
    assertThat(here.outbox(10)).isEmpty();
    assertThat(here.check().problems()).isEmpty();
  }

  @Test
  void whatAStoreToldItselfChangesNothingInIt() {
    commit(there, 1, 2);
    tell(there);
    there.setAlias(LEARNER, "champion", 1);

    assertThat(follow(there)).containsOnly(false);

    assertThat(there.alias(LEARNER, "champion")).hasValue(1);
    assertThat(there.outbox(10)).hasSize(1);
  }

  @Test
  void resultsThatWereToldBeforeACrashAreNotToldAgain() {
    commit(there, 1);
    topic.addAll(
        SharingKit.read(there, topic.size())); // the crash came before the outbox was cleared
    assertThat(there.outbox(10)).hasSize(2);

    follow(there);

    assertThat(there.outbox(10)).isEmpty();
  }

  @Test
  void aVersionThatItsMakerCouldNotTellGivesWayToThatOfTheNewOwner() {
    commit(there, 1);
    tell(there);
    follow(here);
    commit(there, 2, 3); // never told: the partition was lost
    here.commit(Samples.commit(later(2)));
    tell(here);

    follow(there);

    assertEqual(there, here, 2);
    assertThat(there.head(LEARNER)).hasValue(2);
    assertThat(there.versions(LEARNER)).hasSize(2);
    assertThat(there.isApplied(LEARNER, "event-3")).isFalse();
    assertThat(there.outbox(10)).extracting(entry -> entry.notice().isPresent()).hasSize(2);
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void versionsThatGaveWayLeaveNothingBehindForLaterOnes() {
    commit(there, 1);
    tell(there);
    follow(here);
    commit(there, 2, 3);
    List<ClassEmbedding> others = new ArrayList<>(Samples.version(2).classes());
    List<ClassEmbedding> more =
        List.of(Samples.entry("class 3a", 55), Samples.entry("class 3b", 55));
    here.commit(Samples.commit(later(2)));
    others.addAll(more);
    here.commit(Samples.commit(Samples.version(3, others, List.of("class 3a", "class 3b"))));
    tell(here);

    follow(there);

    assertEqual(there, here, 3);
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void anAliasThatWasToBeToldWhenTheOwnerSpokeComesToTheOwnersWord() {
    commit(there, 1, 2);
    tell(there);
    follow(here);
    here.setAlias(LEARNER, "best", 1);
    there.commit(refusal(3));
    topic.clear();
    tell(there);

    follow(here);

    assertThat(here.aliases(LEARNER)).isEqualTo(there.aliases(LEARNER));
    assertThat(here.outbox(10)).isEmpty();
  }

  @Test
  void aVersionGivesWayWhenTheNewOwnerRefusedItsTask() {
    commit(there, 1);
    tell(there);
    follow(here);
    commit(there, 2);
    here.commit(refusal(2));
    tell(here);

    follow(there);

    assertThat(there.versions(LEARNER)).hasSize(1);
    assertThat(there.head(LEARNER)).hasValue(1);
    assertThat(there.isApplied(LEARNER, "event-2")).isFalse();
    assertThat(there.isApplied(LEARNER, "refused-2")).isTrue();
    assertThat(there.outbox(10)).isEmpty();
  }

  @Test
  void aLearnerThatWasLearnedApartStopsTheFollowerAndNothingGivesWay() {
    commit(there, 1, 2);
    tell(there);
    EmbeddingStore stray = EmbeddingStore.open(folder.resolve("stray"));
    try (stray) {
      stray.commit(Samples.commit(1));
      stray.commit(Samples.commit(later(2)));
      stray.sharing().announceAll(TOPIC.topic());
      tell(stray);
    }

    assertThatThrownBy(() -> follow(there))
        .isInstanceOf(ForeignHistoryException.class)
        .hasMessageStartingWith("learner 'birds' has another version 2 in this store");

    assertThat(there.version(LEARNER, 2)).isEqualTo(Samples.version(2));
  }

  @Test
  void whatIsRefusedLeavesTheValuesOfTheVersionsHereAlone() {
    EmbeddingStore stray = EmbeddingStore.open(folder.resolve("stray"));
    List<ClassEmbedding> others =
        List.of(Samples.entry("class 1a", 77), Samples.entry("class 1b", 77));
    try (stray) {
      stray.commit(Samples.commit(Samples.version(1, others, List.of("class 1a", "class 1b"))));
      stray.sharing().announceAll(TOPIC.topic());
      tell(stray);
    }
    commit(there, 1);

    assertThatThrownBy(() -> follow(there)).isInstanceOf(ForeignHistoryException.class);

    assertThat(there.version(LEARNER, 1)).isEqualTo(Samples.version(1));
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void refusedTasksAndPositionsAreAnnouncedToo() {
    EmbeddingStore alone = EmbeddingStore.open(folder.resolve("alone"));
    try (alone) {
      alone.commit(refusal(7));
      alone.clearOutbox(alone.outbox(10));
      alone.sharing().announceAll(TOPIC.topic());
      tell(alone);
    }

    follow(here);

    assertThat(here.isApplied(LEARNER, "refused-7")).isTrue();
    assertThat(here.nextOffset(Samples.PARTITION)).hasValue(108);
    assertThat(here.learners()).isEmpty();
  }

  @Test
  void inAnotherPlaceReadingBeginsAnewAndEverythingIsAnnounced() {
    commit(there, 1);
    there.sharing().shareIn("cluster 1/" + TOPIC.topic(), TOPIC.topic());
    there.sharing().announceAll(TOPIC.topic());
    tell(there);
    follow(there);
    there.sharing().shareIn("cluster 1/" + TOPIC.topic(), TOPIC.topic());
    there.sharing().announceAll(TOPIC.topic());
    assertThat(there.outbox(10)).isEmpty();
    assertThat(there.nextOffset(TOPIC)).isPresent();

    there.sharing().shareIn("cluster 2/" + TOPIC.topic(), TOPIC.topic());

    assertThat(there.nextOffset(TOPIC)).isEmpty();
    assertThat(there.nextOffset(Samples.PARTITION)).isPresent();
    there.sharing().announceAll(TOPIC.topic());
    assertThat(there.outbox(10)).hasSize(3);
  }

  @Test
  void whatAStoreThatBeganEmptyTookOverIsNotToldOnceMore() {
    commit(there, 1);
    tell(there);
    here.sharing().shareIn("cluster 1/" + TOPIC.topic(), TOPIC.topic());
    follow(here);

    here.sharing().announceAll(TOPIC.topic());

    assertThat(here.outbox(10)).isEmpty();
    assertEqual(here, there, 1);
  }

  @Test
  void aliasesMovedInTwoStoresAtOnceComeToTheSameInAll() {
    commit(there, 1, 2);
    tell(there);
    follow(here);
    here.setAlias(LEARNER, "best", 1);
    there.setAlias(LEARNER, "best", 2);
    int begin = topic.size();
    tell(here);
    tell(there);
    topic.subList(0, begin).clear();

    follow(here);
    follow(there);

    assertThat(here.aliases(LEARNER)).isEqualTo(there.aliases(LEARNER));
    assertThat(here.alias(LEARNER, "best")).hasValue(2);
  }

  @Test
  void everythingIsAnnouncedOnceAndAgainAfterAChangeThatNobodyWasTold() {
    EmbeddingStore alone = EmbeddingStore.open(folder.resolve("alone"));
    try (alone) {
      commit(alone, 1);
      alone.clearOutbox(alone.outbox(10));
      alone.sharing().announceAll(TOPIC.topic());
      alone.sharing().announceAll(TOPIC.topic());
      assertThat(alone.outbox(10)).hasSize(3); // version, rest of the learner, position
      tell(alone);
      commit(alone, 2);
      alone.clearOutbox(alone.outbox(10));
      alone.sharing().announceAll(TOPIC.topic());
      tell(alone);

      follow(here);

      assertEqual(here, alone, 2);
    }
  }

  @Test
  void aStoreThatIsAheadOfWhatItReadsStaysAhead() {
    commit(there, 1);
    tell(there);
    commit(there, 2);

    follow(there);

    assertThat(there.head(LEARNER)).hasValue(2);
    assertThat(there.nextOffset(Samples.PARTITION)).hasValue(103);
    assertThat(there.outbox(10)).hasSize(2);
  }

  @Test
  void anEmptyStoreFollowsFromTheMiddleOfACompactedTopic() {
    commit(there, 1, 2, 3);
    tell(there);
    SharedChanges last = topic.get(2); // of the learner's own record only the last is kept
    List<ChangedValue> kept =
        Stream.of(0, 1, 2)
            .flatMap(i -> topic.get(i).values().stream())
            .filter(value -> !value.name().endsWith("/head"))
            .toList();
    List<ChangedValue> all = new ArrayList<>(kept);
    all.add(last.values().get(last.values().size() - 1));
    topic.clear();
    topic.add(new SharedChanges(LEARNER, last.origin(), last.source(), true, all, last.readUpTo()));

    follow(here);

    assertEqual(here, there, 3);
  }

  @Test
  void pruningHereIsNotUndoneByReadingAgain() {
    commit(there, 1, 2, 3);
    tell(there);
    there.prune(
        LEARNER, new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty()), false);

    assertThat(follow(there)).containsOnly(false);

    assertThat(there.versions(LEARNER)).hasSize(3);
    assertThat(there.versions(LEARNER).get(0).prunedAt()).isPresent();
  }

  @Test
  void aDamagedValueIsRefusedAndNothingIsChanged() {
    commit(there, 1);
    tell(there);
    SharedChanges whole = topic.get(0);
    byte[] bytes = whole.values().get(0).value();
    bytes[bytes.length - 1] ^= 1;

    assertThatThrownBy(() -> here.sharing().adopt(whole))
        .isInstanceOf(StoreCorruptedException.class);

    assertThat(here.learners()).isEmpty();
    assertThat(here.nextOffset(TOPIC)).isEmpty();
  }

  @Test
  void namesOfValuesAreUniqueWhateverTheLearnersAreCalled() {
    byte[] plain = Keys.learner("a");
    byte[] nested = Keys.applied("a", "b/head");

    assertThat(ChangedValue.name(ColumnFamily.LEARNERS, plain)).isEqualTo("a/head");
    assertThat(ChangedValue.name(ColumnFamily.LEARNERS, Keys.learner("a/head")))
        .isEqualTo("a%2Fhead/head");
    assertThat(ChangedValue.name(ColumnFamily.APPLIED, nested)).isEqualTo("a/applied/b%2Fhead");
    assertThat(ChangedValue.name(ColumnFamily.CLASSES, Keys.classEntry("a", 3, 17)))
        .isEqualTo("a/class/17/3");
  }

  @Test
  void anIdStaysAndIsNotSharedByTwoStores() {
    assertThat(here.sharing().id()).isEqualTo(here.sharing().id());
    assertThat(here.sharing().id()).isNotEqualTo(there.sharing().id());
  }

  private static TaskCommit refusal(int number) {
    return new TaskCommit(
        Optional.empty(),
        Optional.of(new AppliedEvent(LEARNER, "refused-" + number)),
        Samples.position(number),
        List.of(Samples.record("letter")),
        Map.of(),
        Map.of());
  }

  private void tell(EmbeddingStore store) {
    SharingKit.tell(store, topic);
  }

  private List<Boolean> follow(EmbeddingStore store) {
    return SharingKit.follow(store, topic);
  }
}
