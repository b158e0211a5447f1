package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * What a store tells other stores of its learners, and takes from them. Values travel as they are
 * stored: equal stores are equal bytes. Thread-safe; lives as long as its store.
 */
public final class StoreSharing {
  private final EmbeddingStore store;
  private volatile boolean announcing;

  StoreSharing(EmbeddingStore store) {
    this.store = store;
  }

  /**
   * From now on every commit and every moved alias puts a {@link ChangeNotice} into the outbox,
   * ahead of its results.
   */
  public void announceChanges() {
    announcing = true;
  }

  /**
   * Announces everything that the store holds, unless other stores have been told of every change
   * of it. To be called when all that others told has been taken over.
   */
  public void announceAll() {
    if (store.read(reader -> reader.number(OutboxWriter.ALL_ANNOUNCED)).isPresent()) {
      return;
    }
    store.change(
        (view, batch) -> {
          List<OutgoingRecord> notices =
              new StoreReader(view)
                  .learners().stream().map(name -> new WholeLearner(view, name).notice()).toList();
          new OutboxWriter(view, batch, true).put(notices);
          batch.put(ColumnFamily.META, OutboxWriter.ALL_ANNOUNCED, Codecs.META, 1L);
        });
  }

  OutboxWriter outbox(View view, Batch batch) {
    return new OutboxWriter(view, batch, announcing);
  }

  /** A number that no other store has, except for copies of this one; made when first asked for. */
  public long id() {
    Optional<Long> known = store.read(reader -> reader.number(StoreId.KEY));
    if (known.isEmpty()) {
      store.change(
          (view, batch) -> {
            if (!view.has(ColumnFamily.META, StoreId.KEY)) {
              batch.put(ColumnFamily.META, StoreId.KEY, Codecs.META, StoreId.random());
            }
          });
    }
    return known.orElseGet(this::id);
  }

  /** The values that a notice names, one at a time, the learner's record last. */
  public void read(ChangeNotice notice, Consumer<ChangedValue> receiver) {
    store.reading(view -> new ChangedValues(view).visit(notice, receiver));
  }

  /**
   * Writes values of other stores that {@linkplain ChangedValue#isHidden no version shows yet}. Not
   * synced: whoever reads them reads again from where the last {@link #adopt} stands.
   *
   * @throws StoreCorruptedException if a value is damaged; nothing is written then
   */
  public void stage(List<ChangedValue> values) {
    List<ChangedValue> fresh = new ArrayList<>();
    store.reading(view -> values.stream().filter(value -> !value.isIn(view)).forEach(fresh::add));
    if (!fresh.isEmpty()) {
      store.write(batch -> fresh.forEach(value -> value.stage(batch)));
    }
  }

  /**
   * Takes over what another store told, in one batch with the place up to which it was read. What
   * is here already stays; what this store had made of the same tasks and not told gives way. Not
   * synced, as {@link #stage}.
   *
   * @return whether anything of the learner is new here
   * @throws StoreCorruptedException if a value is damaged; nothing is changed then
   */
  public boolean adopt(SharedChanges changes) {
    long id = id();
    AtomicBoolean news = new AtomicBoolean();
    store.change(
        (view, batch) -> news.set(new ChangeAdopter(view, batch, id).adopt(changes)), false);
    return news.get();
  }
}
