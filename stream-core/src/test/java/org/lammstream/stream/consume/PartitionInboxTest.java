package org.lammstream.stream.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.stream.Samples;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

class PartitionInboxTest {
  private static final SourcePartition PARTITION = new SourcePartition("tasks", 0);
  private static final Instant NOW = Samples.TIME;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final TaskEvent large = Samples.large("a", "large", 20_000);
  private final TaskEvent other = Samples.large("b", "other", 17_000);
  private final List<OutgoingRecord> largeParts = Samples.records("tasks", large, "L", 8000);
  private final List<OutgoingRecord> otherParts = Samples.records("tasks", other, "O", 8000);
  private final OutgoingRecord small =
      Samples.records("tasks", Samples.task("c", "small"), "S", 1_000_000).get(0);

  private final PartitionInbox inbox = inbox(limits(1 << 20, 10));
  private long offset = 100;

  @Test
  void aTaskInOneRecordIsWorkAtOnce() {
    assertThat(accept(inbox, small))
        .singleElement()
        .satisfies(
            work -> {
              assertThat(work.content()).isInstanceOf(Work.Single.class);
              assertThat(work.position()).isEqualTo(new SourcePosition(PARTITION, 100, 101));
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shuffledDuplicatedAndInterleavedPartsGiveEachTaskOnce(long seed) {
    List<OutgoingRecord> all = new ArrayList<>(largeParts);
    all.addAll(otherParts);
    all.addAll(largeParts.subList(0, 2));
    all.add(otherParts.get(1));
    Collections.shuffle(all, new Random(seed));

    List<TaskEvent> joined = new ArrayList<>();
    for (OutgoingRecord record : all) {
      accept(inbox, record).forEach(work -> joined.add(join(work)));
    }

    assertThat(joined).containsExactlyInAnyOrder(large, other);
    assertThat(inbox.resumeOffset()).as("stray duplicates hold nothing up").isEqualTo(offset);
  }

  @Test
  void theResumeOffsetStaysAtTheFirstPartThatIsStillNeeded() {
    accept(inbox, largeParts.get(1)); // offset 100
    List<Work> between = accept(inbox, small);
    accept(inbox, largeParts.get(0));
    accept(inbox, otherParts.get(0)); // offset 103
    List<Work> last = List.of();
    for (OutgoingRecord part : largeParts.subList(2, largeParts.size())) {
      last = accept(inbox, part);
    }

    assertThat(between.get(0).position()).isEqualTo(new SourcePosition(PARTITION, 101, 100));
    assertThat(last.get(0).position()).isEqualTo(new SourcePosition(PARTITION, offset - 1, 103));
    assertThat(last.get(0).records()).extracting(RawRecord::offset).startsWith(100L, 102L);
  }

  @Test
  void aRecordThatCannotBeReadIsAFaultAndNothingElseIsTouched() {
    accept(inbox, largeParts.get(0));
    OutgoingRecord poison =
        new OutgoingRecord("tasks", small.key(), new byte[] {1, 2}, small.headers());

    List<Work> work = accept(inbox, poison);

    assertThat(reason(work.get(0))).isEqualTo(Reason.MALFORMED_EVENT);
    assertThat(work.get(0).position().resumeOffset()).isEqualTo(100);
    assertThat(largeParts.stream().flatMap(part -> accept(inbox, part).stream())).hasSize(1);
  }

  @Test
  void missingPartsAreWaitedForAndThenTheOthersAreGivenUp() {
    accept(inbox, largeParts.get(0));
    accept(inbox, largeParts.get(2));

    assertThat(inbox.expire(NOW.plus(PATIENCE))).isEmpty();
    List<Work> works = inbox.expire(NOW.plus(PATIENCE).plusSeconds(1));

    assertThat(works).hasSize(1);
    assertThat(reason(works.get(0))).isEqualTo(Reason.INCOMPLETE_TASK);
    assertThat(((Work.Faulty) works.get(0).content()).fault())
        .hasMessage("parts 2, 4 of 4 never came: waited for them for 600 s");
    assertThat(works.get(0).records()).extracting(RawRecord::offset).containsExactly(100L, 101L);
    assertThat(works.get(0).position()).isEqualTo(new SourcePosition(PARTITION, 101, 102));
    assertThat(((Work.Faulty) works.get(0).content()).names())
        .hasValue(new RejectedDelivery.RejectedTask("a", "large", "L"));
  }

  @Test
  void tooManyOpenTasksGiveUpTheOldest() {
    PartitionInbox tight = inbox(limits(1 << 20, 1));
    accept(tight, largeParts.get(0));
    List<Work> works = accept(tight, otherParts.get(0));

    assertThat(reason(works.get(0))).isEqualTo(Reason.INCOMPLETE_TASK);
    assertThat(works.get(0).position())
        .as("the new task's first part is still needed")
        .isEqualTo(new SourcePosition(PARTITION, 100, 101));
  }

  @Test
  void tooManyOpenBytesGiveUpTheOldest() {
    PartitionInbox tight = inbox(limits(40_000, 10));
    accept(tight, largeParts.get(0));

    assertThat(reason(accept(tight, otherParts.get(0)).get(0))).isEqualTo(Reason.INCOMPLETE_TASK);
  }

  @Test
  void aTaskThatAnnouncesTooManyBytesIsRefusedPartByPart() {
    PartitionInbox tight = inbox(limits(10_000, 10));

    for (OutgoingRecord part : largeParts) {
      assertThat(reason(accept(tight, part).get(0))).isEqualTo(Reason.TASK_TOO_LARGE);
    }
    assertThat(tight.resumeOffset()).isEqualTo(offset);
  }

  @Test
  void partsOfATaskThatIsInTheStoreAreDropped() {
    Set<String> applied = Set.of("a/L");
    PartitionInbox knowing =
        new PartitionInbox(
            PARTITION,
            100,
            limits(1 << 20, 10),
            (learner, id) -> applied.contains(learner + "/" + id));

    assertThat(accept(knowing, largeParts.get(0))).isEmpty();
    assertThat(knowing.resumeOffset()).isEqualTo(101);
  }

  @Test
  void aTaskThatIsPublishedTwiceIsHandedOnTwice() {
    List<TaskEvent> joined = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (OutgoingRecord part : largeParts) {
        accept(inbox, part).forEach(work -> joined.add(join(work)));
      }
    }
    assertThat(joined).containsExactly(large, large);
  }

  private List<Work> accept(PartitionInbox into, OutgoingRecord record) {
    return into.accept(Samples.read(record, offset++), NOW);
  }

  private static PartitionInbox inbox(AssemblyLimits limits) {
    return new PartitionInbox(PARTITION, 100, limits, (learner, id) -> false);
  }

  private static AssemblyLimits limits(long bytes, int tasks) {
    return new AssemblyLimits(bytes, bytes, tasks, PATIENCE);
  }

  private static Reason reason(Work work) {
    return ((Work.Faulty) work.content()).fault().rejection().reason();
  }

  private static TaskEvent join(Work work) {
    try {
      return TaskEvents.join(((Work.Joined) work.content()).parts());
    } catch (RejectedEventException e) {
      throw new AssertionError(e);
    }
  }
}
