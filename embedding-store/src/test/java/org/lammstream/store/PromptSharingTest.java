package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;
import static org.lammstream.store.SharingKit.assertEqual;
import static org.lammstream.store.SharingKit.commit;
import static org.lammstream.store.SharingKit.follow;
import static org.lammstream.store.SharingKit.later;
import static org.lammstream.store.SharingKit.tell;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Prompts that all classes of a version share on their way from store to store. */
class PromptSharingTest extends WithTwoStores {

  @Test
  void aFollowerHoldsTheSamePrompts() {
    commit(there, 1);
    there.commit(Samples.commit(Prompts.version(2)));
    there.commit(Samples.commit(Prompts.version(3)));
    tell(there, topic);

    follow(here, topic);

    assertEqual(here, there, 3);
    assertThat(here.version(LEARNER, 1).prompts()).isEmpty();
    assertThat(here.version(LEARNER, 3)).isEqualTo(Prompts.version(3));
    assertThat(prompts(here)).isEqualTo(2);
    assertThat(here.check().problems()).isEmpty();
  }

  @Test
  void promptsAreAnnouncedWithEverythingElse() {
    EmbeddingStore alone = EmbeddingStore.open(folder.resolve("alone"));
    try (alone) {
      commit(alone, 1);
      alone.commit(Samples.commit(Prompts.version(2)));
      alone.clearOutbox(alone.outbox(10));
      alone.sharing().announceAll(SharingKit.TOPIC.topic());
      tell(alone, topic);

      follow(here, topic);

      assertEqual(here, alone, 2);
      assertThat(here.version(LEARNER, 2).prompts()).isPresent();
      assertThat(here.check().problems()).isEmpty();
    }
  }

  @Test
  void thePromptsOfAVersionThatGivesWayGoAndThoseOfTheOtherCome() {
    commit(there, 1);
    tell(there, topic);
    follow(here, topic);
    for (int number = 2; number <= 4; number++) {
      there.commit(Samples.commit(Prompts.version(number))); // never told
    }
    SharedPrompts other = Prompts.prompts(9);
    here.commit(Samples.commit(later(2)));
    here.commit(Samples.commit(Prompts.with(Samples.version(3), Optional.of(other))));
    tell(here, topic);

    follow(there, topic);

    assertEqual(there, here, 3);
    assertThat(there.version(LEARNER, 2).prompts()).isEmpty();
    assertThat(there.version(LEARNER, 3).prompts()).hasValue(other);
    assertThat(prompts(there)).isEqualTo(1);
    assertThat(there.check().problems()).isEmpty();
  }

  @Test
  void promptsAreStagedAheadOfTheirVersionAndHaveANameOfTheirOwn() {
    byte[] key = Keys.version(LEARNER, 3);
    byte[] sealed = Codecs.PROMPTS.seal(ColumnFamily.PROMPTS, key, Prompts.prompts(3));
    ChangedValue value = ChangedValue.of(ColumnFamily.PROMPTS, key, sealed);

    assertThat(value.isHidden()).isTrue();
    assertThat(value.name()).isEqualTo("birds/prompts/3");
    assertThat(here.sharing().stage(value)).isTrue();
    assertThat(here.learners()).isEmpty();
    assertThat(here.check().problems()).isEmpty();
  }

  private static long prompts(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.PROMPTS).entries();
  }
}
