package org.lammstream.manager.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lammstream.evaluation.dashboard.DashboardJson;
import org.lammstream.manager.api.http.EventSink;

/**
 * Events for everybody who listens, as server-sent events. The newest are kept, so that a client
 * that was away for a moment misses nothing; one that was away for longer, or knew an earlier
 * process, is told to load everything anew. Thread-safe; no method waits for a client.
 */
public final class EventLog implements AutoCloseable {
  private static final ObjectMapper JSON = DashboardJson.mapper();

  private final String process;
  private final int kept;
  private final Deque<String> newest = new ArrayDeque<>();
  private final List<EventSink> listeners = new ArrayList<>();
  private long last;
  private boolean closed;

  /**
   * A log.
   *
   * @param process tells the event ids of this process from those of others; letters and digits
   * @param kept how many events are kept
   */
  public EventLog(String process, int kept) {
    this.process = process;
    this.kept = kept;
  }

  /** Tells everybody, also those who come back soon. */
  public synchronized void publish(String type, Object data) {
    last++;
    String event = "id: " + id(last) + "\n" + text(type, data);
    newest.addLast(event);
    if (newest.size() > kept) {
      newest.removeFirst();
    }
    send(event);
  }

  /** Tells everybody who listens now; the next event of the kind makes this one worthless. */
  public synchronized void mention(String type, Object data) {
    send(text(type, data));
  }

  /** Shows clients and proxies that the connection lives, and finds out who is gone. */
  public synchronized void heartbeat() {
    send(": still here\n\n");
  }

  /**
   * Adds a listener.
   *
   * @param lastEventId the last event it has seen, where it is coming back
   * @param greeting given the way to tell it what is going on now
   */
  public synchronized void add(
      EventSink sink, Optional<String> lastEventId, Consumer<Listener> greeting) {
    if (closed) {
      sink.end();
      return;
    }
    sink.send("retry: 2000\n: connected\n\n");
    lastEventId.ifPresent(id -> catchUp(sink, id));
    greeting.accept((type, data) -> sink.send(text(type, data)));
    listeners.add(sink);
    sink.onEnd(() -> remove(sink));
  }

  /** One listener. */
  @FunctionalInterface
  public interface Listener {
    /** Tells only this one. */
    void tell(String type, Object data);
  }

  private void catchUp(EventSink sink, String id) {
    long seen = number(id);
    if (seen < last - newest.size() || seen > last) {
      sink.send("id: " + id(last) + "\n" + text("reset", java.util.Map.of()));
      return;
    }
    newest.stream().skip(newest.size() - (last - seen)).forEach(sink::send);
  }

  /** -1 for an id of another process, or none. */
  private long number(String id) {
    String prefix = process + "-";
    if (!id.startsWith(prefix)) {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(prefix.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String id(long number) {
    return process + "-" + number;
  }

  private static String text(String type, Object data) {
    try {
      return "event: " + type + "\ndata: " + JSON.writeValueAsString(data) + "\n\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event that is no JSON", e);
    }
  }

  private void send(String text) {
    List.copyOf(listeners).forEach(listener -> listener.send(text));
  }

  private synchronized void remove(EventSink sink) {
    listeners.remove(sink);
  }

  /** Ends all streams. */
  @Override
  public void close() {
    List<EventSink> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(listeners);
    }
    all.forEach(EventSink::end);
  }
}
