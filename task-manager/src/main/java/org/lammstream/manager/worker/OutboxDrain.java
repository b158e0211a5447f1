package org.lammstream.manager.worker;

import java.util.List;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.OutboxEntry;
import org.lammstream.stream.publish.RecordRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what commits left in the store's outbox, in order, and clears it. A record is published
 * at least once: a crash between publishing and clearing repeats it, under the same event id.
 *
 * <p>One record is published and cleared after the other: few wait at any time, and what the broker
 * has taken is not sent again because of a later one that it has not. Confined to one thread.
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
   * @throws WorkerFaultException if the broker will never take the next record; it stays in the
   *     outbox with all behind it
   */
  boolean drain() throws InterruptedException {
    List<OutboxEntry> waiting = store.outbox(BATCH);
    while (!waiting.isEmpty()) {
      for (OutboxEntry entry : waiting) {
        if (entry.notice().isPresent()) {
          store.sharing().forgetAnnouncements(); // a worker alone has nobody to tell its changes to
        } else if (!publish(entry)) {
          return false;
        }
        store.clearOutbox(List.of(entry));
      }
      waiting = store.outbox(BATCH);
    }
    return true;
  }

  private boolean publish(OutboxEntry entry) throws InterruptedException {
    try {
      sink.publish(List.of(entry.record()));
      return true;
    } catch (RecordRefusedException e) {
      throw new WorkerFaultException(
          "the worker stops: " + e.getMessage() + "; it stays in the store's outbox", e);
    } catch (RuntimeException e) {
      LOG.warn("results wait in the outbox, publishing failed: {}", e.toString());
      return false;
    }
  }
}
