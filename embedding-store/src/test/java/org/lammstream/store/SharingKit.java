package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;

/** One store tells, another follows; the topic between them is a list. */
final class SharingKit {

  static final SourcePartition TOPIC = new SourcePartition("lamm.versions", 0);

  private SharingKit() {}

  static void commit(EmbeddingStore store, int... numbers) {
    for (int number : numbers) {
      store.commit(Samples.commit(number));
    }
  }

  /** The same task learned elsewhere: equal embeddings, another time. */
  static Version later(int number) {
    return later(Samples.version(number));
  }

  static Version later(Version one) {
    return new Version(
        one.learner(),
        one.number(),
        one.parent(),
        Instant.parse("2026-11-25T00:00:00Z"),
        one.task(),
        one.newClasses(),
        one.classes(),
        one.provenance(),
        one.seconds(),
        one.embeddingsSha256(),
        one.visual(),
        one.forgetting(),
        one.prompts());
  }

  /** Moves what waits in the outbox to the topic. */
  static void tell(EmbeddingStore store, List<SharedChanges> topic) {
    topic.addAll(read(store, topic.size()));
    store.clearOutbox(store.outbox(Integer.MAX_VALUE));
  }

  /**
   * What waits in the outbox.
   *
   * @param size of the topic before it
   */
  static List<SharedChanges> read(EmbeddingStore store, int size) {
    List<SharedChanges> told = new ArrayList<>();
    for (OutboxEntry entry : store.outbox(Integer.MAX_VALUE)) {
      entry
          .notice()
          .ifPresent(
              notice -> {
                List<ChangedValue> values = new ArrayList<>();
                store.sharing().read(notice, values::add);
                long at = (long) size + told.size();
                told.add(
                    new SharedChanges(
                        notice.learner(),
                        store.sharing().id(),
                        notice.source(),
                        !notice.entire(),
                        values,
                        new SourcePosition(TOPIC, at, at + 1)));
              });
    }
    return told;
  }

  /** Takes over all of the topic; says of each change whether it was news. */
  static List<Boolean> follow(EmbeddingStore store, List<SharedChanges> topic) {
    List<Boolean> news = new ArrayList<>();
    for (SharedChanges told : topic) {
      List<ChangedValue> shown =
          told.values().stream().filter(value -> !store.sharing().stage(value)).toList();
      news.add(
          store
              .sharing()
              .adopt(
                  new SharedChanges(
                      told.learner(),
                      told.origin(),
                      told.source(),
                      told.claimed(),
                      shown,
                      told.readUpTo())));
    }
    return news;
  }

  static void assertEqual(EmbeddingStore one, EmbeddingStore other, int last) {
    for (int number = 1; number <= last; number++) {
      assertThat(one.version(LEARNER, number)).isEqualTo(other.version(LEARNER, number));
    }
    assertThat(one.testSets(LEARNER)).isEqualTo(other.testSets(LEARNER));
    assertThat(one.scores(LEARNER)).isEqualTo(other.scores(LEARNER));
    assertThat(one.head(LEARNER)).isEqualTo(other.head(LEARNER));
    assertThat(one.aliases(LEARNER)).isEqualTo(other.aliases(LEARNER));
  }
}
