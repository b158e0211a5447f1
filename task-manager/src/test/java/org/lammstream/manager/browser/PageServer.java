package org.lammstream.manager.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lammstream.manager.api.http.AccessToken;
import org.lammstream.manager.api.http.BindAddress;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.EventSink;
import org.lammstream.manager.api.http.HttpLimits;
import org.lammstream.manager.api.http.HttpServer;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.http.StaticFiles;

/** The real server and the real page, with prepared answers in the place of a learner's. */
final class PageServer implements AutoCloseable {
  private final HttpServer server;
  private final List<EventSink> streams = new CopyOnWriteArrayList<>();

  PageServer(Answers answers) {
    this(answers, Optional.empty(), 0);
  }

  /**
   * A server.
   *
   * @param port 0 for any free one
   */
  PageServer(Answers answers, Optional<AccessToken> token, int port) {
    server =
        HttpServer.start(
            new HttpSettings(new BindAddress("127.0.0.1", port), token, HttpLimits.DEFAULT),
            routes(answers));
  }

  private List<Route> routes(Answers answers) {
    List<Route> routes = new ArrayList<>(new StaticFiles().routes());
    routes.add(Route.get("/api/v1/info", Set.of(), call -> Reply.json(Answers.info())));
    routes.add(Route.get("/api/v1/learners", Set.of(), call -> Reply.json(overview(answers))));
    routes.add(
        Route.get(
            "/api/v1/learners/{learner}",
            Set.of(),
            call -> Reply.json(answers.detail(known(answers, call)))));
    routes.add(
        Route.get(
            "/api/v1/learners/{learner}/versions/{version}/classes",
            Set.of(),
            call -> Reply.json(answers.classes(known(answers, call)))));
    routes.add(
        Route.get(
            "/api/v1/learners/{learner}/versions/{version}/confusions",
            Set.of(),
            call -> Reply.json(answers.confusions(known(answers, call)))));
    routes.add(
        Route.read(
            "/api/v1/events",
            false,
            "text/event-stream",
            Set.of(),
            call -> CompletableFuture.completedFuture(new Reply.Stream(streams::add))));
    return routes;
  }

  /** The list shows how many tasks there are, a learner which. */
  private static Object overview(Answers answers) {
    List<?> learners = (List<?>) answers.list().get("learners");
    return Map.of(
        "learners",
        learners.stream()
            .map(
                learner -> {
                  Map<String, Object> summary = new java.util.LinkedHashMap<>();
                  ((Map<?, ?>) learner).forEach((key, value) -> summary.put(key.toString(), value));
                  summary.put("tasks", ((List<?>) summary.get("tasks")).size());
                  return summary;
                })
            .toList());
  }

  private static String known(Answers answers, Call call) {
    String name = call.path("learner");
    if (!answers.has(name)) {
      throw Problem.of(Problem.Kind.UNKNOWN_LEARNER, "there is no learner '" + name + "'")
          .exception();
    }
    return name;
  }

  URI address() {
    return server.address();
  }

  /** Tells every open page. */
  void tell(String event, String json) {
    streams.forEach(stream -> stream.send("event: " + event + "\ndata: " + json + "\n\n"));
  }

  int streams() {
    return streams.size();
  }

  @Override
  public void close() {
    streams.forEach(EventSink::end);
    server.close();
  }
}
