package org.lammstream.manager.worker;

import java.util.List;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.OutboxEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what commits left in the store's outbox, in order, and clears it. A record is published
 * at least once: a crash between publishing and clearing repeats it, under the same event id.
 */
final class OutboxDrain {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxDrain.class);
  private static final int BATCH = 100;

  private final EmbeddingStore store;
  private final RecordSink sink;

  OutboxDrain(EmbeddingStore store, RecordSink sink) {
    this.store = store;
    this.sink = sink;
  }

  /**
   * Publishes all that waits. A broker that does not answer is no reason to stop or to blame a
   * task: the records stay in the outbox, and the next call tries again.
   *
   * @return whether the outbox is empty now
   */
  boolean drain() throws InterruptedException {
    List<OutboxEntry> waiting = store.outbox(BATCH);
    while (!waiting.isEmpty()) {
      try {
        sink.publish(waiting.stream().map(OutboxEntry::record).toList());
      } catch (RuntimeException e) {
        LOG.warn("results wait in the outbox, publishing failed: {}", e.toString());
        return false;
      }
      store.clearOutbox(waiting);
      waiting = store.outbox(BATCH);
    }
    return true;
  }
}
