package org.lammstream.manager.api.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that a route answers. Immutable.
 *
 * @param path parameters of the path by name
 * @param query parameters of the query
 * @param body as the route's rule demands it
 * @param lastEventId the header {@code Last-Event-ID} of a reconnecting event stream
 */
public record Call(Map<String, String> path, Query query, Body body, Optional<String> lastEventId) {

  /** Copies the parameters. */
  public Call {
    path = Map.copyOf(path);
  }

  /** A parameter of the path. */
  public String path(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }
}
