package org.lammstream.stream.consume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.consume.RejectedDelivery.RejectedTask;
import org.lammstream.stream.record.RawRecord;

/** A task some of whose parts have come. Not thread-safe. */
final class Assembly {
  /** What the parts of one task have in common; anything else is another task. */
  record Key(String learner, String eventId, int count, long totalBytes, String sha256) {
    static Key of(Part part) {
      return new Key(
          part.learner(), part.eventId(), part.count(), part.totalBytes(), part.sha256());
    }
  }

  private static final int MOST_RANGES = 20;

  private final Key key;
  private final String task;
  private final long firstOffset;
  private final boolean again;
  private final SortedMap<Integer, Part> parts = new TreeMap<>();
  private final List<RawRecord> records = new ArrayList<>();
  private long bytes;
  private Instant lastSeen = Instant.MIN;

  /**
   * Begins with no part.
   *
   * @param again whether the same task was already handed on: then stray parts of it may be all
   *     that ever comes, and nobody has to wait for the rest
   */
  Assembly(Part part, long firstOffset, boolean again) {
    this.key = Key.of(part);
    this.task = part.task();
    this.firstOffset = firstOffset;
    this.again = again;
  }

  Key key() {
    return key;
  }

  long firstOffset() {
    return firstOffset;
  }

  boolean again() {
    return again;
  }

  long bytes() {
    return bytes;
  }

  Instant lastSeen() {
    return lastSeen;
  }

  /** Whether the part brings more bytes than the task announced; it must not be added then. */
  boolean overflows(Part part) {
    return !parts.containsKey(part.index()) && bytes + part.bytes().length > key.totalBytes();
  }

  /** Adds a part; one that is already there is dropped. */
  void add(Part part, RawRecord record, Instant now) {
    lastSeen = now;
    if (parts.putIfAbsent(part.index(), part) == null) {
      records.add(record);
      bytes += part.bytes().length;
    }
  }

  boolean isComplete() {
    return parts.size() == key.count();
  }

  /** Which parts have not come, counted from 1, in words: {@code parts 2, 5-7 of 9}. */
  String missing() {
    List<String> ranges = new ArrayList<>();
    int ranged = 0;
    for (int at = 0; at < key.count() && ranges.size() < MOST_RANGES; at++) {
      int end = at;
      while (end < key.count() && !parts.containsKey(end)) {
        end++;
      }
      if (end > at) {
        ranges.add(end == at + 1 ? "" + end : (at + 1) + "-" + end);
        ranged += end - at;
        at = end;
      }
    }
    int missing = key.count() - parts.size();
    String more = ranged < missing ? " and " + (missing - ranged) + " more" : "";
    String word = missing == 1 ? "part " : "parts ";
    return word + String.join(", ", ranges) + more + " of " + key.count();
  }

  List<Part> parts() {
    return List.copyOf(parts.values());
  }

  List<RawRecord> records() {
    return records.stream().sorted(Comparator.comparingLong(RawRecord::offset)).toList();
  }

  RejectedTask names() {
    return new RejectedTask(key.learner(), task, key.eventId());
  }
}
