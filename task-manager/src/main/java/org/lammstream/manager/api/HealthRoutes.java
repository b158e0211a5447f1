package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;

/** What whoever operates the process asks. */
public final class HealthRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<List<Check>> conditions;
  private final Optional<Supplier<String>> metrics;

  /**
   * Routes.
   *
   * @param conditions of being ready
   * @param metrics text for {@code /metrics}; empty where there is none
   */
  public HealthRoutes(Supplier<List<Check>> conditions, Optional<Supplier<String>> metrics) {
    this.conditions = conditions;
    this.metrics = metrics;
  }

  /** {@code /healthz}, {@code /readyz} and {@code /metrics}. */
  public List<Route> all() {
    return List.of(
        Route.read(
            "/healthz",
            true,
            "application/json",
            Set.of(),
            call -> CompletableFuture.completedFuture(Reply.json(Map.of("status", "alive")))),
        Route.get("/readyz", Set.of(), call -> ready()),
        Route.read(
            "/metrics",
            false,
            "text/plain",
            Set.of(),
            call -> CompletableFuture.completedFuture(scrape())));
  }

  private Reply ready() {
    List<Check> checks = conditions.get();
    boolean ready = checks.stream().allMatch(Check::ok);
    return Reply.json(
        ready ? 200 : 503, Map.of("status", ready ? "ready" : "not-ready", "checks", checks));
  }

  private Reply scrape() {
    String text =
        metrics
            .orElseThrow(
                () -> Problem.of(Kind.NOT_OFFERED, "this process keeps no metrics").exception())
            .get();
    return new Reply.Content(
        200, METRICS_TYPE, Map.of("Cache-Control", "no-store"), text.getBytes(UTF_8));
  }
}
