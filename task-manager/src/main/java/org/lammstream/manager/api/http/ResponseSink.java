package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes events one after the other without blocking. What a client has not taken yet waits in a
 * bounded backlog; a client that falls further behind is dropped, so that it costs the others
 * nothing.
 */
final class ResponseSink implements EventSink {
  private final Response response;
  private final Callback exchange;
  private final Runnable disconnect;
  private final int backlog;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final List<Runnable> onEnd = new ArrayList<>();
  private boolean writing;
  private boolean ending;
  private boolean ended;

  /**
   * A stream.
   *
   * @param exchange completed when the stream has ended
   * @param disconnect closes the connection, whatever is on it
   * @param backlog events that may wait
   */
  ResponseSink(Response response, Callback exchange, Runnable disconnect, int backlog) {
    this.response = response;
    this.exchange = exchange;
    this.disconnect = disconnect;
    this.backlog = backlog;
  }

  @Override
  public boolean send(String text) {
    boolean tooSlow;
    synchronized (this) {
      if (ending || ended) {
        return false;
      }
      tooSlow = waiting.size() >= backlog;
      if (!tooSlow) {
        waiting.add(text.getBytes(UTF_8));
      }
    }
    if (tooSlow) {
      disconnect.run();
      finish(new IllegalStateException("a client of an event stream was too slow"));
      return false;
    }
    write();
    return true;
  }

  @Override
  public void end() {
    synchronized (this) {
      ending = true;
    }
    write();
  }

  @Override
  public void onEnd(Runnable action) {
    synchronized (this) {
      if (!ended) {
        onEnd.add(action);
        return;
      }
    }
    action.run();
  }

  /** The connection failed. */
  void failed(Throwable failure) {
    finish(failure);
  }

  private void write() {
    byte[] next;
    boolean last;
    synchronized (this) {
      if (writing || ended) {
        return;
      }
      next = waiting.poll();
      last = next == null && ending;
      if (next == null && !last) {
        return;
      }
      writing = true;
    }
    response.write(last, ByteBuffer.wrap(next == null ? new byte[0] : next), new Written(last));
  }

  /** Goes on with what waits. */
  private final class Written implements Callback {
    private final boolean last;

    Written(boolean last) {
      this.last = last;
    }

    @Override
    public void succeeded() {
      synchronized (ResponseSink.this) {
        writing = false;
      }
      if (last) {
        finish(null);
      } else {
        write();
      }
    }

    @Override
    public void failed(Throwable failure) {
      finish(failure);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  private void finish(@org.jspecify.annotations.Nullable Throwable failure) {
    List<Runnable> actions;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      waiting.clear();
      actions = List.copyOf(onEnd);
    }
    actions.forEach(Runnable::run);
    if (failure == null) {
      exchange.succeeded();
    } else {
      exchange.failed(failure);
    }
  }
}
