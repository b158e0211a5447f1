package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.ConsumerHealth.State;

/** What whoever operates the process asks. */
final class HealthRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final ApiContext context;

  HealthRoutes(ApiContext context) {
    this.context = context;
  }

  List<Route> all() {
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
            call -> CompletableFuture.completedFuture(metrics())));
  }

  /**
   * One condition of being ready.
   *
   * @param name of it
   * @param ok whether it holds
   * @param detail one line for people
   */
  record Check(String name, boolean ok, String detail) {}

  private Reply ready() {
    Optional<ConsumerHealth> health = context.health().get();
    List<Check> checks = List.of(broker(health), store(), restored(health));
    boolean ready = checks.stream().allMatch(Check::ok);
    return Reply.json(
        ready ? 200 : 503, Map.of("status", ready ? "ready" : "not-ready", "checks", checks));
  }

  private static Check broker(Optional<ConsumerHealth> health) {
    return new Check(
        "broker",
        health.filter(consumer -> consumer.state() == State.RUNNING).isPresent(),
        health
            .map(
                consumer ->
                    consumer
                        .problem()
                        .orElse(
                            consumer.state() == State.RUNNING
                                ? "reached"
                                : "no partition is assigned yet"))
            .orElse("not asked yet"));
  }

  private Check store() {
    try {
      int learners = context.store().learners().size();
      return new Check("store", true, "open, " + learners + " learners");
    } catch (RuntimeException e) {
      return new Check("store", false, "cannot be read");
    }
  }

  /** A worker reads on where its store says, as soon as it has partitions. */
  private static Check restored(Optional<ConsumerHealth> health) {
    State state = health.map(ConsumerHealth::state).orElse(State.STARTING);
    return switch (state) {
      case RUNNING, WAITING_FOR_BROKER ->
          new Check("restored", true, "reads on where the store says");
      case STARTING -> new Check("restored", false, "not yet");
      case FAILED, CLOSED -> new Check("restored", false, "the worker has stopped");
    };
  }

  private Reply metrics() {
    String text =
        context
            .metrics()
            .orElseThrow(
                () -> Problem.of(Kind.NOT_OFFERED, "this process keeps no metrics").exception())
            .get();
    return new Reply.Content(
        200, METRICS_TYPE, Map.of("Cache-Control", "no-store"), text.getBytes(UTF_8));
  }
}
