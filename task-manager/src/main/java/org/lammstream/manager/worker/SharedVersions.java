package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.lammstream.store.ChangeNotice;
import org.lammstream.store.ChangedValue;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.SharedChanges;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.share.SharedCommit;
import org.lammstream.stream.share.SharedRecords;
import org.lammstream.stream.share.SharedTarget;
import org.lammstream.stream.share.SharedValue;
import org.lammstream.stream.share.VersionsFollower;
import org.lammstream.stream.topic.Topics;

/**
 * The store's side of the versions topic: what it tells there, and what it takes from there.
 * Thread-safe; close it before the store.
 */
final class SharedVersions implements AutoCloseable {
  private final String topic;
  private final EmbeddingStore store;
  private final SharedRecords records;
  private final VersionsFollower follower;

  /** Begins to follow. */
  SharedVersions(KafkaConnection connection, Topics topics, EmbeddingStore store) {
    this.topic = topics.versions();
    this.store = store;
    this.records = new SharedRecords(topic, store.sharing().id());
    this.follower = VersionsFollower.start(connection, topic, new Target());
  }

  /** Asks whether all is read that has been told by now. */
  long ask() {
    return follower.ask();
  }

  /**
   * Whether it is.
   *
   * @throws RuntimeException what made reading end, if it has ended
   */
  boolean hasRead(long question) {
    return follower.hasAnswered(question);
  }

  /** Announces what was never told; to be called when all has been read. */
  void announceAll() {
    store.sharing().announceAll(topic);
  }

  /** How far reading is, in one line for people. */
  String describe() {
    return follower.describe();
  }

  /** The records of a notice, with the values as they are now. */
  void records(ChangeNotice notice, Consumer<OutgoingRecord> receiver) {
    List<ChangedValue> head = new ArrayList<>();
    store
        .sharing()
        .read(
            notice,
            value -> {
              if (value.isLearner()) {
                head.add(value);
              } else if (value.value().length > 0) {
                records.write(toShared(notice.learner(), value), receiver);
              }
            });
    receiver.accept(
        records.write(
            new SharedCommit(
                notice.learner(),
                store.sharing().id(),
                notice.source(),
                !notice.entire(),
                head.stream().findFirst().map(value -> toShared(notice.learner(), value)))));
  }

  /** The partition of all that is told of a learner. */
  OptionalInt partition(String learner, ToIntFunction<String> partitions) {
    return OptionalInt.of(SharedRecords.partition(learner, partitions.applyAsInt(topic)));
  }

  private static SharedValue toShared(String learner, ChangedValue value) {
    return new SharedValue(learner, value.name(), value.family(), value.key(), value.value());
  }

  private static ChangedValue toChanged(SharedValue value) {
    return new ChangedValue(value.family(), value.key(), value.value());
  }

  @Override
  public void close() {
    follower.close();
  }

  /** Writes into the store. */
  private final class Target implements SharedTarget {
    @Override
    public OptionalLong position(SourcePartition partition) {
      return store.nextOffset(partition);
    }

    @Override
    public boolean stage(SharedValue value) {
      return store.sharing().stage(toChanged(value));
    }

    @Override
    public void adopt(SharedCommit commit, List<SharedValue> values, SourcePosition readUpTo) {
      List<ChangedValue> all = new ArrayList<>();
      values.forEach(value -> all.add(toChanged(value)));
      commit.head().ifPresent(head -> all.add(toChanged(head)));
      boolean unused =
          store
              .sharing()
              .adopt(
                  new SharedChanges(
                      commit.learner(),
                      commit.origin(),
                      commit.source(),
                      commit.claimed(),
                      all,
                      readUpTo));
    }
  }
}
