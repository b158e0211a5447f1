package org.lammstream.manager.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.lammstream.manager.api.http.AccessToken;
import org.lammstream.manager.api.http.BindAddress;
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
  private final List<PreparedLearner> learners;
  private final HttpServer server;
  private final List<EventSink> streams = new CopyOnWriteArrayList<>();

  PageServer(PreparedLearner... learners) {
    this(Optional.empty(), 0, learners);
  }

  /**
   * A server.
   *
   * @param port 0 for any free one
   */
  PageServer(Optional<AccessToken> token, int port, PreparedLearner... learners) {
    this.learners = List.of(learners);
    server =
        HttpServer.start(
            new HttpSettings(new BindAddress("127.0.0.1", port), token, HttpLimits.DEFAULT),
            routes());
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>(new StaticFiles().routes());
    routes.add(Route.get("/api/v1/info", Set.of(), call -> Reply.json(info())));
    routes.add(
        Route.get("/api/v1/learners", Set.of(), call -> Reply.json(Map.of("learners", list()))));
    routes.add(learner("", PreparedLearner::detail));
    routes.add(learner("/versions/{version}/classes", PreparedLearner::classList));
    routes.add(learner("/versions/{version}/confusions", PreparedLearner::confusions));
    routes.add(
        Route.read(
            "/api/v1/events",
            false,
            "text/event-stream",
            Set.of(),
            call -> CompletableFuture.completedFuture(new Reply.Stream(this::greet))));
    return routes;
  }

  /** Headers travel with the first bytes. */
  private void greet(EventSink stream) {
    streams.add(stream);
    stream.send(": hello\n\n");
  }

  private List<Map<String, Object>> list() {
    return learners.stream().map(PreparedLearner::summary).toList();
  }

  private Route learner(String path, Function<PreparedLearner, Map<String, Object>> answer) {
    return Route.get(
        "/api/v1/learners/{learner}" + path,
        Set.of(),
        call -> Reply.json(answer.apply(known(call.path("learner")))));
  }

  private PreparedLearner known(String name) {
    return learners.stream()
        .filter(learner -> learner.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(Problem.Kind.UNKNOWN_LEARNER, "there is no learner '" + name + "'")
                    .exception());
  }

  private static Map<String, Object> info() {
    return Map.of(
        "schemaVersion",
        1,
        "version",
        "test",
        "mode",
        "worker",
        "capabilities",
        Map.of(
            "analysis",
            true,
            "predict",
            true,
            "publish",
            true,
            "rollback",
            true,
            "diff",
            true,
            "examples",
            false),
        "limits",
        Map.of("bodyBytes", 1 << 25, "imageBytes", 1 << 23, "imagePixels", 1 << 25),
        "authentication",
        "none",
        "topics",
        Map.of("tasks", "lamm.tasks", "results", "lamm.results"));
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
