package org.lammstream.manager.api.topic;

import java.util.List;
import java.util.Set;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Route;

/** What a worker offers and the results topic cannot: a client is told where to ask. */
final class NotOffered {
  private static final String LEARNER = "/api/v1/learners/{learner}";
  private static final String VERSION = LEARNER + "/versions/{version}";

  private NotOffered() {}

  static List<Route> routes() {
    return List.of(
        route("GET", VERSION + "/classes", Set.of()),
        route("GET", VERSION + "/confusions", Set.of()),
        route("GET", LEARNER + "/diff", Set.of("from", "to")),
        route("GET", LEARNER + "/examples", Set.of("class", "predicted", "version", "limit")),
        route("GET", LEARNER + "/examples/{image}", Set.of()),
        route("PUT", LEARNER + "/aliases/{alias}", Set.of()),
        route("DELETE", LEARNER + "/aliases/{alias}", Set.of()),
        route("POST", LEARNER + "/rollback", Set.of()),
        route("POST", LEARNER + "/tasks", Set.of()),
        route("GET", LEARNER + "/tasks/{eventId}", Set.of()),
        route("POST", LEARNER + "/predict", Set.of("version", "top")));
  }

  /** The body is not even read. */
  private static Route route(String method, String path, Set<String> query) {
    return Route.change(
        method,
        path,
        BodyRule.NONE,
        query,
        call -> {
          throw Problem.of(
                  Kind.NOT_OFFERED,
                  "this process only reads the results topic; ask a worker that was started with"
                      + " --http")
              .exception();
        });
  }
}
