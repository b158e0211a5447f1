package org.lammstream.manager.api.http;

import java.util.Set;

/**
 * One method on one path.
 *
 * @param method HTTP method; GET serves HEAD too
 * @param path what it matches
 * @param open whether no token is needed
 * @param produces media type of the answer, which the client must accept; empty for any
 * @param query names of the parameters it knows
 * @param body what body it takes
 * @param endpoint answers
 */
public record Route(
    String method,
    PathTemplate path,
    boolean open,
    String produces,
    Set<String> query,
    BodyRule body,
    Endpoint endpoint) {

  /** Copies the names. */
  public Route {
    query = Set.copyOf(query);
  }

  /** The same with something around its endpoint. */
  public Route with(Endpoint other) {
    return new Route(method, path, open, produces, query, body, other);
  }

  /** A JSON resource to read. */
  public static Route get(String path, Set<String> query, Endpoint.Immediate endpoint) {
    return new Route(
        "GET",
        PathTemplate.of(path),
        false,
        "application/json",
        query,
        BodyRule.NONE,
        Endpoint.now(endpoint));
  }

  /** A JSON resource to change. */
  public static Route change(
      String method, String path, BodyRule body, Set<String> query, Endpoint endpoint) {
    return new Route(
        method, PathTemplate.of(path), false, "application/json", query, body, endpoint);
  }

  /** Something else to read. */
  public static Route read(
      String path, boolean open, String produces, Set<String> query, Endpoint endpoint) {
    return new Route("GET", PathTemplate.of(path), open, produces, query, BodyRule.NONE, endpoint);
  }
}
