package org.lammstream.stream.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

class PartitionAssemblyTest {
  private static final SourcePartition TOPIC = new SourcePartition("lamm.versions", 2);
  private static final SourcePosition SOURCE =
      new SourcePosition(new SourcePartition("lamm.tasks", 1), 41, 40);

  private final Kept kept = new Kept();
  private final PartitionAssembly assembly = new PartitionAssembly(TOPIC, kept);
  private final SharedRecords records = new SharedRecords("lamm.versions", -7);
  private long offset = 100;

  @Test
  void aCommitComesWithItsValuesAndItsPlaceInTheTaskTopic() {
    tell(value("birds", "birds/version/1", 10));
    tell(new SharedCommit("birds", -7, Optional.of(SOURCE), true, Optional.of(head("birds"))));

    assertThat(kept.commits).hasSize(1);
    Kept.Commit commit = kept.commits.get(0);
    assertThat(commit.commit().learner()).isEqualTo("birds");
    assertThat(commit.commit().origin()).isEqualTo(-7);
    assertThat(commit.commit().source()).hasValue(SOURCE);
    assertThat(commit.commit().head().orElseThrow().value()).isEqualTo(head("birds").value());
    assertThat(commit.values()).extracting(SharedValue::name).containsExactly("birds/version/1");
    assertThat(commit.readUpTo()).isEqualTo(new SourcePosition(TOPIC, 101, 102));
  }

  @Test
  void aLargeValueComesInPiecesAndIsPutTogether() {
    SharedValue large = value("birds", "birds/tests/1", 2 * SharedRecords.PIECE_BYTES + 5);
    List<OutgoingRecord> pieces = new ArrayList<>();
    records.write(large, pieces::add);

    assertThat(pieces).hasSize(3);
    assertThat(pieces)
        .allMatch(piece -> piece.value().length <= SharedRecords.PIECE_BYTES)
        .extracting(piece -> new String(piece.key(), UTF_8))
        .containsExactly("birds/tests/1#1", "birds/tests/1#2", "birds/tests/1#3");
    pieces.forEach(this::read);
    end("birds");
    assertThat(kept.commits.get(0).values()).singleElement().satisfies(one -> same(one, large));
  }

  @Test
  void whatCompactionLeftOfAnEarlierTellingDoesNotDisturbTheLaterOne() {
    SharedValue large = value("birds", "birds/tests/1", 2 * SharedRecords.PIECE_BYTES + 5);
    List<OutgoingRecord> pieces = new ArrayList<>();
    records.write(large, pieces::add);

    List.of(1, 2, 0, 1, 2).forEach(i -> read(pieces.get(i)));
    end("birds");
    end("birds");

    assertThat(kept.commits).hasSize(2);
    assertThat(kept.commits.get(0).values()).singleElement().satisfies(one -> same(one, large));
    assertThat(kept.commits.get(1).values()).isEmpty();
  }

  @Test
  void learnersThatLieAmongEachOtherAreKeptApartAndNothingOpenIsPassedOver() {
    tell(value("a", "a/version/1", 3));
    tell(value("b", "b/version/1", 3));
    end("b");
    tell(value("a", "a/scores/1", 3));
    end("a");

    assertThat(kept.commits).extracting(one -> one.commit().learner()).containsExactly("b", "a");
    assertThat(kept.commits.get(0).readUpTo().resumeOffset()).isEqualTo(100);
    assertThat(kept.commits.get(1).values()).hasSize(2);
    assertThat(kept.commits.get(1).readUpTo().resumeOffset()).isEqualTo(105);
  }

  @Test
  void whatTwoWorkersTellOfOneLearnerIsKeptApart() {
    SharedRecords others = new SharedRecords("lamm.versions", 9);
    tell(value("a", "a/version/1", 3));
    read(others.write(new SharedCommit("a", 9, Optional.empty(), true, Optional.of(head("a")))));
    end("a");

    assertThat(kept.commits.get(0).commit().origin()).isEqualTo(9);
    assertThat(kept.commits.get(0).values()).isEmpty();
    assertThat(kept.commits.get(0).readUpTo().resumeOffset()).isEqualTo(100);
    assertThat(kept.commits.get(1).values()).hasSize(1);
  }

  @Test
  void whatIsTooLargeToBeHeldIsStaged() {
    SharedValue small = value("birds", "birds/class/1/1", 40);
    SharedValue large = value("birds", "birds/class/2/1", (int) PartitionAssembly.HELD_BYTES);
    kept.hidden = large.name();
    tell(small);
    tell(large);

    assertThat(kept.staged).singleElement().satisfies(one -> same(one, large));
    end("birds");
    assertThat(kept.commits.get(0).values()).singleElement().satisfies(one -> same(one, small));
  }

  @Test
  void anEndReplacesOnlyThoseOfItsOwnStoreAndPartition() {
    SharedRecords others = new SharedRecords("lamm.versions", 9);
    SharedCommit mine =
        new SharedCommit("a", -7, Optional.of(SOURCE), true, Optional.of(head("a")));
    SharedCommit elsewhere = new SharedCommit("a", -7, Optional.empty(), true, mine.head());
    SharedCommit theirs = new SharedCommit("a", 9, Optional.of(SOURCE), false, mine.head());

    assertThat(new String(records.write(mine).key(), UTF_8))
        .isEqualTo("a/head/fffffffffffffff9/lamm.tasks-1");
    assertThat(records.write(elsewhere).key()).isNotEqualTo(records.write(mine).key());
    assertThat(others.write(theirs).key()).isNotEqualTo(records.write(mine).key());
    read(others.write(theirs));
    read(records.write(mine));
    assertThat(kept.commits).extracting(one -> one.commit().claimed()).containsExactly(false, true);
  }

  @Test
  void aLearnerWithoutVersionsHasNoHead() {
    tell(new SharedCommit("a b/ä", 3, Optional.empty(), true, Optional.empty()));

    SharedCommit commit = kept.commits.get(0).commit();
    assertThat(commit.learner()).isEqualTo("a b/ä");
    assertThat(commit.head()).isEmpty();
    assertThat(commit.source()).isEmpty();
  }

  @Test
  void aRecordOfSomebodyElseIsNamed() {
    RawRecord strange =
        new RawRecord(
            "lamm.versions",
            2,
            7,
            Instant.EPOCH,
            Optional.of("x".getBytes(UTF_8)),
            Optional.of(new byte[3]),
            List.of());

    assertThatThrownBy(() -> assembly.accept(strange))
        .isInstanceOf(SharedRecordException.class)
        .hasMessage(
            "lamm.versions-2@7 has no header lamm_learner: no worker of this version of the program"
                + " wrote it");
  }

  private void end(String learner) {
    tell(new SharedCommit(learner, -7, Optional.empty(), true, Optional.of(head(learner))));
  }

  private void tell(SharedCommit commit) {
    read(records.write(commit));
  }

  private void tell(SharedValue value) {
    records.write(value, this::read);
  }

  private void read(OutgoingRecord record) {
    assembly.accept(
        new RawRecord(
            record.topic(),
            TOPIC.partition(),
            offset++,
            Instant.EPOCH,
            Optional.of(record.key()),
            Optional.of(record.value()),
            record.headers()));
  }

  private static SharedValue head(String learner) {
    return value(learner, learner + "/head", 20);
  }

  private static SharedValue value(String learner, String name, int bytes) {
    byte[] value = new byte[bytes];
    new Random(name.hashCode()).nextBytes(value);
    return new SharedValue(learner, name, "family", name.getBytes(UTF_8), value);
  }

  private static void same(SharedValue one, SharedValue other) {
    assertThat(one.name()).isEqualTo(other.name());
    assertThat(one.family()).isEqualTo(other.family());
    assertThat(one.key()).isEqualTo(other.key());
    assertThat(one.value()).isEqualTo(other.value());
  }

  /** A target whose store is memory. */
  private static final class Kept implements SharedTarget {
    private record Commit(SharedCommit commit, List<SharedValue> values, SourcePosition readUpTo) {}

    private final List<Commit> commits = new ArrayList<>();
    private final List<SharedValue> staged = new ArrayList<>();
    private String hidden = "";

    @Override
    public OptionalLong position(SourcePartition partition) {
      return OptionalLong.empty();
    }

    @Override
    public boolean stage(SharedValue value) {
      return value.name().equals(hidden) && staged.add(value);
    }

    @Override
    public void adopt(SharedCommit commit, List<SharedValue> values, SourcePosition readUpTo) {
      commits.add(new Commit(commit, List.copyOf(values), readUpTo));
    }
  }
}
