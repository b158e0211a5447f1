package org.lammstream.stream.consume;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.lammstream.stream.record.RawRecord;

/** An assigned partition: its records wait here while one piece of its work is on its way. */
final class PartitionLane {
  private final PartitionInbox inbox;
  private final Lease lease;
  private final Deque<RawRecord> records = new ArrayDeque<>();
  private final Deque<Work> works = new ArrayDeque<>();
  private boolean busy;
  private Optional<Work> current = Optional.empty();
  private long settled = -1;
  private long committed = -1;

  PartitionLane(PartitionInbox inbox, Lease lease) {
    this.inbox = inbox;
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  void add(Collection<RawRecord> more) {
    records.addAll(more);
  }

  /** The next piece of work; the lane is busy with it until {@link #finished}. */
  Optional<Work> next(Instant now) {
    while (!busy) {
      Work work = works.poll();
      if (work != null) {
        busy = true;
        current = Optional.of(work);
        return current;
      }
      RawRecord record = records.poll();
      if (record == null) {
        return Optional.empty();
      }
      works.addAll(inbox.accept(record, now));
    }
    return Optional.empty();
  }

  /**
   * The work at hand is done.
   *
   * @param refused whether as a dead letter: then the same task may come again, to be learned
   */
  void finished(boolean refused) {
    busy = false;
    current.ifPresent(work -> settled = work.position().resumeOffset());
    if (refused) {
      current.ifPresent(inbox::forget);
    }
    current = Optional.empty();
  }

  boolean isBusy() {
    return busy;
  }

  /** Whether all that was read is done; then the partition may be read on. */
  boolean isIdle() {
    return !busy && works.isEmpty() && records.isEmpty();
  }

  /** Gives up overdue assemblies. */
  void expire(Instant now) {
    works.addAll(inbox.expire(now));
  }

  /**
   * The group's offset for lag tools, if it has moved since it was last asked for. It is where the
   * last work that was done says: what was passed over without work is no news to anybody.
   */
  Optional<Long> offsetToCommit() {
    if (!isIdle() || settled == committed) {
      return Optional.empty();
    }
    committed = settled;
    return Optional.of(settled);
  }
}
