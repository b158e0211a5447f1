package org.lammstream.manager.api.http;

import java.util.Map;
import java.util.function.Consumer;

/** What a request is answered with. */
public sealed interface Reply {

  /**
   * A whole answer.
   *
   * @param status HTTP status
   * @param contentType media type; empty where there is no body
   * @param headers further headers
   * @param body not copied, must not be modified
   */
  record Content(int status, String contentType, Map<String, String> headers, byte[] body)
      implements Reply {
    /** Copies the headers. */
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * An answer without end: server-sent events.
   *
   * @param begin is given what events are written to, once the headers are on their way
   */
  record Stream(Consumer<EventSink> begin) implements Reply {}

  /** 200 with a JSON body, which is not to be kept by anybody. */
  static Reply json(Object value) {
    return json(200, value);
  }

  /** Any status with a JSON body. */
  static Reply json(int status, Object value) {
    return new Content(
        status, "application/json", Map.of("Cache-Control", "no-store"), JsonBody.write(value));
  }
}
