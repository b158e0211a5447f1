package org.lammstream.manager.api;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lammstream.manager.api.http.HttpServer;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.http.StaticFiles;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.predict.Predictor;
import org.lammstream.manager.predict.PredictorLimits;

/**
 * The page and the API of a worker, served until closed. Close it before what it speaks for; it
 * ends the event streams, gives requests under way a moment, and leaves nothing behind that uses
 * model or store.
 */
public final class Api implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int CLASSIFIERS = 2;

  private final ApiContext context;
  private final Predictor predictor;
  private final StoreAnalyses analyses;
  private final ExecutorService classifiers;
  private final LammLearner names;
  private final List<Route> routes;
  private final HttpServer http;

  private Api(HttpSettings settings, ApiContext context, ApiLimits limits) {
    this.context = context;
    this.predictor =
        new Predictor(
            context.model(), context.store(), PredictorLimits.DEFAULT, context.predictions());
    this.analyses = new StoreAnalyses(context.store());
    this.names = new LammLearner(context.model());
    this.classifiers =
        Executors.newFixedThreadPool(
            CLASSIFIERS,
            task -> {
              Thread thread = new Thread(task, "lamm-classify");
              thread.setDaemon(true);
              return thread;
            });
    PointerWatch pointers = new PointerWatch(context.store(), context.events());
    try {
      this.routes = routes(settings, limits, pointers);
      this.http = HttpServer.start(settings, routes);
    } catch (RuntimeException | Error e) {
      closeParts();
      throw e;
    }
    http.every(HEARTBEAT, context.events()::heartbeat);
    http.every(LOOK, pointers::look);
  }

  /**
   * Starts to serve.
   *
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  public static Api start(HttpSettings settings, ApiContext context) {
    return new Api(settings, context, ApiLimits.DEFAULT);
  }

  private List<Route> routes(HttpSettings settings, ApiLimits limits, PointerWatch pointers) {
    StoreSource source = new StoreSource(context.store(), context.live());
    List<Route> api = new ArrayList<>();
    api.add(new InfoRoute(context, limits, settings.token().isPresent()).route());
    api.addAll(new LearnerRoutes(source, context.store(), analyses).all());
    api.addAll(new ExampleRoutes(context.store(), analyses, context.thumbnails()).all());
    api.addAll(new AliasRoutes(context.store(), pointers).all());
    api.addAll(new TaskRoutes(context, source, names, limits).all());
    api.add(
        new PredictRoute(predictor, context.store(), context.predictions(), classifiers, limits)
            .route());
    api.addAll(new HealthRoutes(context).all());
    api.add(events());
    StaticFiles files = new StaticFiles();
    List<Route> all = new ArrayList<>();
    api.forEach(route -> all.add(route.with(Problems.translated(route.endpoint()))));
    all.add(OpenApiDocument.route());
    all.addAll(files.routes());
    return all;
  }

  private Route events() {
    return Route.read(
        "/api/v1/events",
        false,
        "text/event-stream",
        Set.of(),
        call ->
            CompletableFuture.completedFuture(
                new Reply.Stream(
                    sink ->
                        context.events().add(sink, call.lastEventId(), context.live()::greet))));
  }

  /** Where it is served. */
  public URI address() {
    return http.address();
  }

  /** What is served; for tests. */
  List<Route> routes() {
    return routes;
  }

  @Override
  public void close() {
    context.events().close();
    http.close();
    closeParts();
  }

  private void closeParts() {
    predictor.close();
    classifiers.shutdownNow();
    analyses.close();
    names.close();
  }
}
