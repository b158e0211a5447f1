package org.lammstream.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;

/** Puts into a batch what is to be published once the batch is written. */
final class OutboxWriter {

  /** Number of the next record to publish. */
  static final byte[] NEXT_KEY = Keys.meta("outbox.next");

  /** There while every change of this store has been announced. */
  static final byte[] ALL_ANNOUNCED = Keys.meta("all.announced");

  private final View view;
  private final Batch batch;
  private final boolean announcing;

  /**
   * Made for one batch.
   *
   * @param announcing whether other stores are to hear of changes
   */
  OutboxWriter(View view, Batch batch, boolean announcing) {
    this.view = view;
    this.batch = batch;
    this.announcing = announcing;
  }

  /** What a commit changed so far, and its results; to be called once for a batch, at its end. */
  void add(String learner, Optional<SourcePosition> source, List<OutgoingRecord> results) {
    Optional<OutgoingRecord> notice =
        announcing ? Optional.of(notice(learner, source).toRecord()) : Optional.empty();
    if (!announcing && view.has(ColumnFamily.META, ALL_ANNOUNCED)) {
      batch.delete(ColumnFamily.META, ALL_ANNOUNCED);
    }
    put(Stream.concat(notice.stream(), results.stream()).toList());
  }

  /** Puts records as they are; at most once for a batch. */
  void put(List<OutgoingRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    long sequence = view.get(ColumnFamily.META, NEXT_KEY, Codecs.META).orElse(1L);
    for (OutgoingRecord record : records) {
      batch.put(ColumnFamily.OUTBOX, Keys.outbox(sequence), Codecs.OUTBOX, record);
      sequence++;
    }
    batch.put(ColumnFamily.META, NEXT_KEY, Codecs.META, sequence);
  }

  private ChangeNotice notice(String learner, Optional<SourcePosition> source) {
    List<ChangedValue> changed = changed();
    List<ValueAddress> places =
        changed.stream().filter(value -> !isHead(value)).map(ChangedValue::address).toList();
    return new ChangeNotice(learner, source, places, head(learner, changed), false);
  }

  private List<ChangedValue> changed() {
    List<String> shared = ChangedValue.SHARED.stream().map(ColumnFamily::familyName).toList();
    return batch.changed().stream().filter(one -> shared.contains(one.family())).toList();
  }

  private Optional<ChangedValue> head(String learner, List<ChangedValue> changed) {
    byte[] key = Keys.learner(learner);
    return changed.stream()
        .filter(OutboxWriter::isHead)
        .reduce((first, second) -> second)
        .or(
            () ->
                Optional.ofNullable(view.raw(ColumnFamily.LEARNERS, key))
                    .map(value -> ChangedValue.of(ColumnFamily.LEARNERS, key, value)));
  }

  private static boolean isHead(ChangedValue value) {
    return value.family().equals(ColumnFamily.LEARNERS.familyName());
  }
}
