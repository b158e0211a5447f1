package org.lammstream.manager.api.http;

import java.time.Duration;

/**
 * What one client, and all of them together, may take of a server.
 *
 * @param headerBytes request line and headers
 * @param bufferedBytes heap for the bodies of all requests at the same time
 * @param workers threads that answer requests
 * @param waiting requests that may wait for such a thread
 * @param connections open at the same time; others wait in the operating system's queue
 * @param streams event streams open at the same time
 * @param streamBacklog events that a slow reader of a stream may be behind before it is dropped
 * @param headerTime from the first byte of a request to the last of its headers
 * @param bodyTime from there to the last byte of the body
 * @param requestTime from the headers to the last byte of the answer; streams are exempt
 * @param idleTime without a byte in either direction
 */
public record HttpLimits(
    int headerBytes,
    long bufferedBytes,
    int workers,
    int waiting,
    int connections,
    int streams,
    int streamBacklog,
    Duration headerTime,
    Duration bodyTime,
    Duration requestTime,
    Duration idleTime) {

  /** For one process on an ordinary machine. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          16 << 10,
          64L << 20,
          8,
          128,
          256,
          32,
          256,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          Duration.ofSeconds(30));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public HttpLimits {
    long smallest = Math.min(bufferedBytes, Math.min(headerBytes, Math.min(workers, waiting)));
    smallest = Math.min(smallest, Math.min(connections, Math.min(streams, streamBacklog)));
    boolean timeless = headerTime.isZero() || bodyTime.isZero() || requestTime.isZero();
    if (smallest < 1 || timeless || idleTime.isZero()) {
      throw new IllegalArgumentException("limits must be positive: " + this);
    }
  }

  /** Other times, for tests that cannot wait. */
  HttpLimits withTimes(Duration header, Duration body, Duration request, Duration idle) {
    return new HttpLimits(
        headerBytes,
        bufferedBytes,
        workers,
        waiting,
        connections,
        streams,
        streamBacklog,
        header,
        body,
        request,
        idle);
  }
}
