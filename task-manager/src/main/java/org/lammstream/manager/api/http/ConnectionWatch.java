package org.lammstream.manager.api.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections on which a request takes too long: headers that trickle in, a body that never
 * ends, an answer that is not read. Jetty's idle timeout does not see those, since now and then a
 * byte passes. Thread-safe.
 */
final class ConnectionWatch implements Connection.Listener {
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
  private final long headerNanos;
  private final long requestNanos;
  private final LongSupplier nanoTime;

  ConnectionWatch(Duration header, Duration request, LongSupplier nanoTime) {
    this.headerNanos = header.toNanos();
    this.requestNanos = request.toNanos();
    this.nanoTime = nanoTime;
  }

  /** What is known of a connection. */
  private static final class Seen {
    private boolean answering;
    private boolean endless;

    /** When the request began to be answered, or the first byte of the next one was noticed. */
    private long since;

    private boolean begun;
    private long bytesBefore;

    private synchronized void begin(long now) {
      answering = true;
      endless = false;
      since = now;
    }

    private synchronized void letRun() {
      endless = true;
    }

    private synchronized void end(long bytes) {
      answering = false;
      begun = false;
      bytesBefore = bytes;
    }

    private synchronized boolean isTooLate(
        long now, long bytes, long headerNanos, long requestNanos) {
      if (answering) {
        return !endless && now - since > requestNanos;
      }
      if (!begun && bytes > bytesBefore) {
        begun = true;
        since = now;
      }
      return begun && now - since > headerNanos;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen());
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** The headers of a request have arrived. */
  void begin(Connection connection) {
    seen(connection).begin(nanoTime.getAsLong());
  }

  /** The answer under way is a stream, which may take for ever. */
  void letRun(Connection connection) {
    seen(connection).letRun();
  }

  /** The answer is complete. */
  void end(Connection connection) {
    seen(connection).end(connection.getBytesIn());
  }

  /** How many connections are open. */
  int size() {
    return open.size();
  }

  /** Closes what is too late; called regularly. */
  void sweep() {
    long now = nanoTime.getAsLong();
    open.forEach(
        (connection, seen) -> {
          if (seen.isTooLate(now, connection.getBytesIn(), headerNanos, requestNanos)) {
            connection.getEndPoint().close(new TimeoutException("a request took too long"));
          }
        });
  }

  private Seen seen(Connection connection) {
    Seen seen = open.get(connection);
    return seen == null ? new Seen() : seen; // closed meanwhile
  }
}
