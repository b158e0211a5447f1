package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;
import static org.lammstream.store.SharingKit.assertEqual;
import static org.lammstream.store.SharingKit.commit;
import static org.lammstream.store.SharingKit.follow;
import static org.lammstream.store.SharingKit.later;
import static org.lammstream.store.SharingKit.tell;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lammstream.store.Scoring.Head;

/** Visual states and image sums on their way from store to store. */
class VisualSharingTest extends WithTwoStores {

  @Test
  void aFollowerHoldsTheSameVisualStatesAndDigests() {
    commit(there, 1);
    there.commit(Samples.commit(Visuals.version(2)));
    there.commit(Samples.commit(Visuals.version(3)));
    tell(there, topic);

    follow(here, topic);

    assertEqual(here, there, 3);
    assertThat(here.version(LEARNER, 1).visual()).isEmpty();
    assertThat(here.version(LEARNER, 3)).isEqualTo(Visuals.version(3));
    assertThat(EmbeddingsDigest.sha256(here.version(LEARNER, 3).classes()))
        .isEqualTo(Visuals.version(3).embeddingsSha256());
    assertThat(here.check().problems()).isEmpty();
  }

  @Test
  void visualStatesAreAnnouncedWithEverythingElse() {
    EmbeddingStore alone = EmbeddingStore.open(folder.resolve("alone"));
    try (alone) {
      commit(alone, 1);
      alone.commit(Samples.commit(Visuals.version(2)));
      alone.clearOutbox(alone.outbox(10));
      alone.sharing().announceAll(SharingKit.TOPIC.topic());
      tell(alone, topic);

      follow(here, topic);

      assertEqual(here, alone, 2);
      assertThat(here.version(LEARNER, 2).visual()).isPresent();
      assertThat(here.check().problems()).isEmpty();
    }
  }

  @Test
  void theVisualStateOfAVersionThatGivesWayGoesAndThatOfTheOtherComes() {
    commit(there, 1);
    tell(there, topic);
    follow(here, topic);
    for (int number = 2; number <= 4; number++) {
      there.commit(Samples.commit(Visuals.version(number))); // never told
    }
    VisualState drawn = Visuals.state(Head.GAUSSIAN, 9);
    VisualState other =
        new VisualState(drawn.scoring(), drawn.gram(), drawn.scatter(), List.of(2, 4));
    Version third = Samples.version(3);
    here.commit(Samples.commit(later(Visuals.version(2))));
    here.commit(Samples.commit(Visuals.with(third, Visuals.counted(third), Optional.of(other))));
    tell(here, topic);

    follow(there, topic);

    assertEqual(there, here, 3);
    assertThat(there.version(LEARNER, 2).visual()).isEqualTo(Visuals.version(2).visual());
    assertThat(there.version(LEARNER, 3).visual()).hasValue(other);
    assertThat(StoreCheckTest.family(there.check(), ColumnFamily.HEADS).entries()).isEqualTo(2);
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void aStateIsStagedAheadOfItsVersionAndHasANameOfItsOwn() {
    byte[] key = Keys.version(LEARNER, 3);
    byte[] sealed = Codecs.HEAD.seal(ColumnFamily.HEADS, key, Visuals.state(Head.RIDGE, 3));
    ChangedValue value = ChangedValue.of(ColumnFamily.HEADS, key, sealed);

    assertThat(value.isHidden()).isTrue();
    assertThat(value.name()).isEqualTo("birds/visual/3");
    assertThat(here.sharing().stage(value)).isTrue();
    assertThat(here.learners()).isEmpty();
    assertThat(here.check().problems()).isEmpty();
  }
}
