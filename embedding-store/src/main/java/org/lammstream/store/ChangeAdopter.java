package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.store.Codecs.OffsetRecord;
import org.lammstream.stream.consume.SourcePosition;

/**
 * Takes over what was told of a learner. What was told is the truth, since only the owner of a
 * partition can tell: a version that this store made and never told, because its owner had lost the
 * partition by then, gives way.
 */
final class ChangeAdopter {
  private final View view;
  private final StoreReader reader;
  private final Batch batch;
  private final long id;

  /**
   * Made for one batch.
   *
   * @param id of this store
   */
  ChangeAdopter(View view, Batch batch, long id) {
    this.view = view;
    this.reader = new StoreReader(view);
    this.batch = batch;
    this.id = id;
  }

  /** Returns whether anything of the learner is new here. */
  boolean adopt(SharedChanges told) {
    told.values().forEach(ChangeAdopter::check);
    LearnerRecord here = reader.learner(told.learner()).orElse(LearnerRecord.NEW);
    Optional<LearnerRecord> there =
        values(told, ColumnFamily.LEARNERS).stream()
            .findFirst()
            .map(value -> Codecs.LEARNER.open(ColumnFamily.LEARNERS, value.key(), value.value()));
    int firstUntold = firstUntold(told, here, there);
    boolean conflict = firstUntold <= here.last();
    if (conflict && told.source().isEmpty()) {
      if (told.origin() != id) {
        throw new ForeignHistoryException(told.learner(), firstUntold);
      }
      put(told.readUpTo()); // our own word of a time that has passed
      return false;
    }
    if (conflict) {
      new VersionRemoval(view, batch, told.learner()).removeFrom(firstUntold, versions(told));
    }
    List<OutboxGroup> left = settle(told);
    boolean news = conflict;
    for (ChangedValue value : told.values()) {
      boolean record = value.columnFamily() == ColumnFamily.LEARNERS;
      if (record
          ? conflict || isNewer(told, here, there.orElse(LearnerRecord.NEW), left)
          : conflict || !view.has(value.columnFamily(), value.key())) {
        batch.putSealed(value.columnFamily(), value.key(), value.value());
        news = true;
      }
    }
    told.source().ifPresent(this::moveOn);
    put(told.readUpTo());
    return news;
  }

  /** A value that is damaged, or belongs elsewhere, must not enter the store. */
  private static void check(ChangedValue value) {
    Object unused =
        Codecs.of(value.columnFamily()).open(value.columnFamily(), value.key(), value.value());
  }

  /** Number of the first version here that its owner never told of; larger than all if none. */
  private int firstUntold(SharedChanges told, LearnerRecord here, Optional<LearnerRecord> there) {
    int first = here.last() + 1;
    for (VersionRecord theirs : versions(told)) {
      byte[] key = Keys.version(told.learner(), theirs.number());
      Optional<VersionRecord> ours = view.get(ColumnFamily.VERSIONS, key, Codecs.VERSION);
      if (ours.filter(record -> !isSame(record, theirs)).isPresent()) {
        first = Math.min(first, theirs.number());
      }
    }
    if (told.origin() != id && told.source().isPresent()) {
      int last = there.map(LearnerRecord::last).orElse(here.last());
      for (int number = last + 1; number < first; number++) {
        if (reader.hasVersion(told.learner(), number)
            && isCoveredBy(told.source().get(), reader.versionRecord(told.learner(), number))) {
          first = number;
        }
      }
    }
    return first;
  }

  /** Whether two records are of the same making; pruning may have changed one of them. */
  private static boolean isSame(VersionRecord one, VersionRecord other) {
    return one.createdAt().equals(other.createdAt())
        && one.embeddingsSha256().equals(other.embeddingsSha256())
        && one.provenance().eventId().equals(other.provenance().eventId());
  }

  /** Whether the owner has dealt with the task of this version, and made no version of it. */
  private static boolean isCoveredBy(SourcePosition source, VersionRecord record) {
    return record.provenance().topic().equals(source.partition().topic())
        && record.provenance().partition() == source.partition().partition()
        && record.provenance().offset() <= source.offset();
  }

  /** The topic is the order of things; but what is still to be told here comes behind all of it. */
  private static boolean isNewer(
      SharedChanges told, LearnerRecord here, LearnerRecord there, List<OutboxGroup> left) {
    boolean toTell =
        left.stream()
            .flatMap(group -> group.notice().stream())
            .anyMatch(notice -> !notice.entire() && notice.learner().equals(told.learner()));
    return there.last() > here.last()
        || (there.last() == here.last() && !there.equals(here) && !toTell);
  }

  private void moveOn(SourcePosition source) {
    Optional<OffsetRecord> here =
        view.get(ColumnFamily.OFFSETS, Keys.offset(source.partition()), Codecs.OFFSET);
    if (here.isEmpty() || here.get().offset() <= source.offset()) {
      put(source);
    }
  }

  /**
   * What this store still had to tell of tasks up to here has been told, or is void; so is what a
   * person changed here while the learner was another worker's.
   *
   * @return what is left to tell
   */
  private List<OutboxGroup> settle(SharedChanges told) {
    List<OutboxGroup> left = new ArrayList<>();
    for (OutboxGroup group : OutboxGroup.of(reader.outbox(Integer.MAX_VALUE))) {
      if (group.notice().filter(notice -> isSettled(notice, told)).isPresent()) {
        group
            .entries()
            .forEach(one -> batch.delete(ColumnFamily.OUTBOX, Keys.outbox(one.sequence())));
      } else {
        left.add(group);
      }
    }
    return left;
  }

  private boolean isSettled(ChangeNotice notice, SharedChanges told) {
    boolean same = notice.learner().equals(told.learner());
    if (notice.entire()) {
      return false;
    }
    if (notice.source().isEmpty()) {
      return same
          && (told.source().isPresent()
              ? told.claimed() && told.origin() != id
              : told.origin() == id && isTold(notice, told));
    }
    SourcePosition at = notice.source().get();
    return told.claimed()
        && told.source()
            .filter(source -> at.partition().equals(source.partition()))
            .filter(source -> at.offset() <= source.offset())
            .isPresent();
  }

  private static boolean isTold(ChangeNotice notice, SharedChanges told) {
    return notice.head().stream().toList().equals(values(told, ColumnFamily.LEARNERS));
  }

  private void put(SourcePosition position) {
    batch.put(
        ColumnFamily.OFFSETS,
        Keys.offset(position.partition()),
        Codecs.OFFSET,
        new OffsetRecord(position.offset(), position.resumeOffset()));
  }

  private static List<VersionRecord> versions(SharedChanges told) {
    return values(told, ColumnFamily.VERSIONS).stream()
        .map(value -> Codecs.VERSION.open(ColumnFamily.VERSIONS, value.key(), value.value()))
        .toList();
  }

  private static List<ChangedValue> values(SharedChanges told, ColumnFamily family) {
    List<ChangedValue> found = new ArrayList<>();
    for (ChangedValue value : told.values()) {
      if (value.columnFamily() == family) {
        found.add(value);
      }
    }
    return found;
  }
}
