package org.lammstream.manager.api.topic;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lammstream.manager.api.ApiServer;
import org.lammstream.manager.api.Check;
import org.lammstream.manager.api.HealthRoutes;
import org.lammstream.manager.api.LearnerRoutes;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.metrics.ReaderMetrics;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.topic.Topics;

/**
 * The page of a process that only reads the results topic: no store, no checkpoint. Served until
 * closed.
 */
public final class DashboardApi implements AutoCloseable {
  private static final int KEPT_EVENTS = 1000;
  private static final int SCHEMA_VERSION = 1;
  private static final Duration METRICS_PERIOD = Duration.ofSeconds(5);

  private final TopicFollower follower;
  private final ReaderMetrics metrics;
  private final ApiServer server;

  private DashboardApi(
      HttpSettings settings, KafkaConnection connection, Topics topics, String version) {
    InstantSource clock = InstantSource.system();
    EventLog events = new EventLog(Long.toString(clock.millis(), 36), KEPT_EVENTS);
    TopicSource source = new TopicSource(events, clock);
    this.follower = TopicFollower.start(connection, topics, source);
    this.metrics =
        ReaderMetrics.of(
            version,
            follower::clientMetrics,
            () -> isReady(follower),
            () -> source.learners().size(),
            METRICS_PERIOD);
    try {
      List<Route> offered = new ArrayList<>();
      offered.add(info(settings, topics, version));
      offered.addAll(LearnerRoutes.reading(source));
      offered.addAll(new HealthRoutes(this::conditions, Optional.of(metrics::scrape)).all());
      this.server = ApiServer.start(settings, offered, NotOffered.routes(), events, source::greet);
    } catch (RuntimeException | Error e) {
      closeParts();
      throw e;
    }
  }

  /**
   * Begins to read and to serve; a broker that does not answer is waited for.
   *
   * @param version of this program
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  public static DashboardApi start(
      HttpSettings settings, KafkaConnection connection, Topics topics, String version) {
    return new DashboardApi(settings, connection, topics, version);
  }

  private static Route info(HttpSettings settings, Topics topics, String version) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("schemaVersion", SCHEMA_VERSION);
    info.put("version", version);
    info.put("mode", "dashboard");
    info.put(
        "capabilities",
        Stream.of("analysis", "predict", "publish", "rollback", "diff", "examples")
            .collect(Collectors.toMap(name -> name, name -> false)));
    info.put("authentication", settings.token().isPresent() ? "token" : "none");
    info.put("topics", Map.of("tasks", topics.tasks(), "results", topics.results()));
    return Route.get("/api/v1/info", Set.of(), call -> Reply.json(info));
  }

  private List<Check> conditions() {
    Optional<String> problem = follower.problem();
    return List.of(
        new Check("broker", problem.isEmpty(), problem.orElse("reached")),
        new Check(
            "history",
            follower.isCaughtUp(),
            follower.isCaughtUp() ? "read to its end" : "not read to its end yet"));
  }

  private static boolean isReady(TopicFollower follower) {
    return follower.problem().isEmpty() && follower.isCaughtUp();
  }

  /** What keeps it from reading now; empty while it reads. */
  public Optional<String> problem() {
    return follower.problem();
  }

  /** Where it is served. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    closeParts();
  }

  private void closeParts() {
    follower.close();
    metrics.close();
  }
}
