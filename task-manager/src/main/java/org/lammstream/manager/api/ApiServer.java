package org.lammstream.manager.api;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.lammstream.manager.api.http.HttpServer;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.http.StaticFiles;
import org.lammstream.manager.api.live.EventLog;

/**
 * What every process with a page serves: the page's files, the event stream, the OpenAPI document
 * of what is offered, and that. Closing ends the event streams and gives requests under way a
 * moment.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final EventLog events;
  private final List<Route> offered;
  private final HttpServer http;

  private ApiServer(
      HttpSettings settings, List<Route> offered, List<Route> refused, EventLog events) {
    this.events = events;
    this.offered = List.copyOf(offered);
    List<Route> all = new ArrayList<>(offered);
    all.addAll(refused);
    this.http = HttpServer.start(settings, all);
    http.every(HEARTBEAT, events::heartbeat);
  }

  /**
   * Starts to serve.
   *
   * @param offered what this process offers beside the page
   * @param refused what it answers without offering it
   * @param events that it tells of; closed with the server
   * @param greeting tells a new listener what is going on
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  public static ApiServer start(
      HttpSettings settings,
      List<Route> offered,
      List<Route> refused,
      EventLog events,
      Consumer<EventLog.Listener> greeting) {
    List<Route> all = new ArrayList<>();
    for (Route route : offered) {
      all.add(route.with(Problems.translated(route.endpoint())));
    }
    all.add(stream(events, greeting));
    all.addAll(new StaticFiles().routes());
    all.add(OpenApiDocument.route(all));
    return new ApiServer(settings, all, refused, events);
  }

  private static Route stream(EventLog events, Consumer<EventLog.Listener> greeting) {
    return Route.read(
        "/api/v1/events",
        false,
        "text/event-stream",
        Set.of(),
        call ->
            CompletableFuture.completedFuture(
                new Reply.Stream(sink -> events.add(sink, call.lastEventId(), greeting))));
  }

  /** Does something again and again until closed. */
  void every(Duration period, Runnable task) {
    http.every(period, task);
  }

  /** Where it is served. */
  public URI address() {
    return http.address();
  }

  /** What is offered; for tests. */
  List<Route> routes() {
    return offered;
  }

  @Override
  public void close() {
    events.close();
    http.close();
  }
}
