package org.lammstream.stream.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.share.SharedRecords.End;
import org.lammstream.stream.share.SharedRecords.Message;
import org.lammstream.stream.share.SharedRecords.Piece;

/**
 * Puts the records of one partition of the versions topic together to commits. Those of different
 * learners, and those of different workers, may lie among each other.
 */
final class PartitionAssembly {
  /** Most bytes of a commit that are held in memory. */
  static final long HELD_BYTES = 32 << 20;

  private final SourcePartition partition;
  private final SharedTarget target;
  private final Map<Teller, Open> open = new LinkedHashMap<>();

  /** Whose commit it is, and who tells it. */
  private record Teller(String learner, long origin) {}

  PartitionAssembly(SourcePartition partition, SharedTarget target) {
    this.partition = partition;
    this.target = target;
  }

  /** What has been read of a learner's next commit. */
  private static final class Open {
    private final long firstOffset;
    private final List<SharedValue> values = new ArrayList<>();
    private long bytes;
    private final Map<String, SortedMap<Integer, byte[]>> pieces = new LinkedHashMap<>();

    Open(long firstOffset) {
      this.firstOffset = firstOffset;
    }

    /** The value, once all of its pieces are there; pieces that come again change nothing. */
    Optional<SharedValue> add(Piece piece) {
      SharedValue part = piece.part();
      if (piece.of() == 1) {
        return Optional.of(part);
      }
      String name = part.name().substring(0, part.name().lastIndexOf('#'));
      SortedMap<Integer, byte[]> known = pieces.computeIfAbsent(name, key -> new TreeMap<>());
      known.put(piece.number(), part.value());
      if (known.size() < piece.of()) {
        return Optional.empty();
      }
      pieces.remove(name);
      return Optional.of(
          new SharedValue(part.learner(), name, part.family(), part.key(), join(known)));
    }

    private static byte[] join(SortedMap<Integer, byte[]> pieces) {
      int length = pieces.values().stream().mapToInt(bytes -> bytes.length).sum();
      byte[] whole = new byte[length];
      int at = 0;
      for (byte[] piece : pieces.values()) {
        System.arraycopy(piece, 0, whole, at, piece.length);
        at += piece.length;
      }
      return whole;
    }
  }

  /** Takes the next record. */
  void accept(RawRecord record) {
    Message message = SharedRecords.read(record);
    Teller teller = new Teller(message.learner(), message.origin());
    Open commit = open.computeIfAbsent(teller, name -> new Open(record.offset()));
    if (message instanceof Piece piece) {
      commit.add(piece).ifPresent(value -> keep(commit, value));
    } else if (message instanceof End end) {
      open.remove(teller);
      long resume =
          open.values().stream()
              .mapToLong(other -> other.firstOffset)
              .reduce(record.offset() + 1, Math::min);
      target.adopt(
          end.commit(), commit.values, new SourcePosition(partition, record.offset(), resume));
    }
  }

  /** What a commit says is weighed as a whole, unless it is too large to be held. */
  private void keep(Open commit, SharedValue value) {
    commit.bytes += value.value().length;
    if (commit.bytes < HELD_BYTES || !target.stage(value)) {
      commit.values.add(value);
    }
  }
}
