package org.lammstream.manager.api.http;

/** One client's open event stream. Thread-safe; no method blocks or throws. */
public interface EventSink {

  /**
   * Sends text as it stands, in UTF-8.
   *
   * @return false if the stream has ended: the client is gone, or was too slow and is dropped
   */
  boolean send(String text);

  /** Ends the stream. */
  void end();

  /** Runs this once when the stream ends, at once if it has. */
  void onEnd(Runnable action);
}
