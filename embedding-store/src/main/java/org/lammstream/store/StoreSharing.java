package org.lammstream.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a store tells other stores of its learners, and takes from them. Values travel as they are
 * stored: equal stores are equal bytes. Thread-safe; lives as long as its store.
 */
public final class StoreSharing {
  private final EmbeddingStore store;
  private volatile boolean announcing;
  private volatile Optional<Long> id = Optional.empty();

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
   * Says where changes are told. What was read and told elsewhere does not count there.
   *
   * @param place names cluster and topic, the same at every start
   * @param topic the topic alone
   */
  public void shareIn(String place, String topic) {
    long mark = StoreId.of(place);
    if (store.read(reader -> reader.number(StoreId.SHARED_IN)).equals(Optional.of(mark))) {
      return;
    }
    store.change(
        (view, batch) -> {
          batch.put(ColumnFamily.META, StoreId.SHARED_IN, Codecs.META, mark);
          if (hasNothing(view)) { // what it will take over from others, others have told
            batch.put(ColumnFamily.META, OutboxWriter.ALL_ANNOUNCED, Codecs.META, 1L);
          } else {
            batch.delete(ColumnFamily.META, OutboxWriter.ALL_ANNOUNCED);
          }
          byte[] prefix = Keys.learner(topic); // any text
          try (Cursor cursor = view.cursor(ColumnFamily.OFFSETS)) {
            for (boolean more = cursor.seek(prefix);
                more && Keys.startsWith(cursor.key(), prefix);
                more = cursor.next()) {
              batch.delete(ColumnFamily.OFFSETS, cursor.key());
            }
          }
        });
  }

  /** Neither learners nor events. */
  private static boolean hasNothing(View view) {
    for (ColumnFamily family : List.of(ColumnFamily.LEARNERS, ColumnFamily.APPLIED)) {
      try (Cursor cursor = view.cursor(family)) {
        if (cursor.seek(new byte[0])) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Announces everything that the store holds, unless other stores have been told of every change
   * of it. To be called when all that others told has been taken over.
   *
   * @param topic where it is told
   */
  public void announceAll(String topic) {
    if (store.read(reader -> reader.number(OutboxWriter.ALL_ANNOUNCED)).isPresent()) {
      return;
    }
    store.change(
        (view, batch) -> {
          new OutboxWriter(view, batch, true).put(new WholeStore(view, topic).notices());
          batch.put(ColumnFamily.META, OutboxWriter.ALL_ANNOUNCED, Codecs.META, 1L);
        });
  }

  /** What was announced is not told: everything is to be announced again, later. */
  public void forgetAnnouncements() {
    store.write(batch -> batch.delete(ColumnFamily.META, OutboxWriter.ALL_ANNOUNCED));
  }

  OutboxWriter outbox(View view, Batch batch) {
    return new OutboxWriter(view, batch, announcing);
  }

  /** A number that no other store has, except for copies of this one; made when first asked for. */
  public long id() {
    if (id.isEmpty()) {
      id = Optional.of(stored());
    }
    return id.get();
  }

  private long stored() {
    Optional<Long> known = store.read(reader -> reader.number(StoreId.KEY));
    if (known.isEmpty()) {
      store.change(
          (view, batch) -> {
            if (!view.has(ColumnFamily.META, StoreId.KEY)) {
              batch.put(ColumnFamily.META, StoreId.KEY, Codecs.META, StoreId.random());
            }
          });
    }
    return known.orElseGet(this::stored);
  }

  /** The values that a notice names, one at a time, the learner's record last. */
  public void read(ChangeNotice notice, Consumer<ChangedValue> receiver) {
    store.reading(view -> new ChangedValues(view).visit(notice, receiver));
  }

  /**
   * Writes a value of another store that {@linkplain ChangedValue#isHidden no version shows yet}.
   * Not synced: whoever reads it reads again from where the last {@link #adopt} stands.
   *
   * @return false if it has to wait for its commit: it would show, or another one is in its place
   * @throws StoreCorruptedException if it is damaged; nothing is written then
   */
  public boolean stage(ChangedValue value) {
    if (!value.isHidden()) {
      return false;
    }
    if (store.read(reader -> reader.has(value))) {
      return store.read(reader -> reader.holds(value));
    }
    store.write(value::stage);
    return true;
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
