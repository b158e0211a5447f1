package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * Says in the outbox what one commit changed of a learner; the results of the same commit follow
 * it. It names values and does not hold them, so that a large version is not stored twice; only the
 * learner's own record is held as the commit left it, for it must not point to later versions.
 *
 * @param learner whose values changed
 * @param source where the task stood that changed them; empty for what a person did
 * @param changed where the values are, the learner's own record not among them
 * @param head the learner's own record; empty for a learner without versions
 * @param entire whether this is part of all that the store holds, and not what a commit changed
 */
public record ChangeNotice(
    String learner,
    Optional<SourcePosition> source,
    List<ValueAddress> changed,
    Optional<ChangedValue> head,
    boolean entire) {

  /** No topic can have this name, so no program takes a notice for something to be published. */
  private static final String TOPIC = "@changes";

  /** Copies the list. */
  public ChangeNotice {
    changed = List.copyOf(changed);
  }

  static boolean is(OutgoingRecord record) {
    return record.topic().equals(TOPIC);
  }

  OutgoingRecord toRecord() {
    PayloadWriter out = new PayloadWriter().number(source.isPresent() ? 1 : 0);
    source.ifPresent(
        from ->
            out.text(from.partition().topic())
                .number(from.partition().partition())
                .number(from.offset())
                .number(from.resumeOffset()));
    out.number(changed.size());
    changed.forEach(one -> out.text(one.family()).bytes(one.key()));
    out.number(head.isPresent() ? 1 : 0);
    head.ifPresent(record -> out.bytes(record.key()).bytes(record.value()));
    out.number(entire ? 1 : 0);
    return new OutgoingRecord(TOPIC, learner.getBytes(UTF_8), out.toBytes(), List.of());
  }

  static ChangeNotice of(OutgoingRecord record) {
    PayloadReader in = new PayloadReader(record.value());
    Optional<SourcePosition> source = Optional.empty();
    if (in.number() == 1) {
      SourcePartition partition = new SourcePartition(in.text(), in.number());
      source = Optional.of(new SourcePosition(partition, in.longNumber(), in.longNumber()));
    }
    List<ValueAddress> changed = new ArrayList<>();
    for (int left = in.length(8); left > 0; left--) {
      changed.add(new ValueAddress(in.text(), in.bytes()));
    }
    Optional<ChangedValue> head =
        in.number() == 1
            ? Optional.of(ChangedValue.of(ColumnFamily.LEARNERS, in.bytes(), in.bytes()))
            : Optional.empty();
    return new ChangeNotice(
        new String(record.key(), UTF_8), source, changed, head, in.number() == 1);
  }
}
