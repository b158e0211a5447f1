package org.lammstream.manager.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. Immutable. */
final class Router {
  private final List<Route> routes;

  /** Routes in order of preference. */
  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** What a request leads to. */
  sealed interface Match {
    /** A route and the parameters of its path. */
    record Found(Route route, Map<String, String> path) implements Match {}

    /** The path exists, with other methods. */
    record OtherMethods(TreeSet<String> methods) implements Match {}

    /** No route has this path. */
    record Nothing() implements Match {}
  }

  /**
   * Finds a route.
   *
   * @throws ProblemException for a path that cannot be decoded
   */
  Match find(String method, String rawPath) {
    List<String> path = PathSegments.of(rawPath);
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.path().match(path);
      if (parameters.isEmpty()) {
        continue;
      }
      if (route.method().equals(method.equals("HEAD") ? "GET" : method)) {
        return new Match.Found(route, parameters.get());
      }
      methods.addAll(
          route.method().equals("GET") ? List.of("GET", "HEAD") : List.of(route.method()));
    }
    return methods.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(methods);
  }

  List<Route> routes() {
    return new ArrayList<>(routes);
  }
}
