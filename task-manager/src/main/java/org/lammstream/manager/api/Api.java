package org.lammstream.manager.api;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.predict.Predictor;
import org.lammstream.manager.predict.PredictorLimits;

/**
 * The page and the API of a worker, served until closed. Close it before what it speaks for; it
 * ends the event streams, gives requests under way a moment, and leaves nothing behind that uses
 * model or store.
 */
public final class Api implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int CLASSIFIERS = 2;

  private final ApiContext context;
  private final Predictor predictor;
  private final StoreAnalyses analyses;
  private final ExecutorService classifiers;
  private final LammLearner names;
  private final ApiServer server;

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
      this.server =
          ApiServer.start(
              settings,
              routes(settings, limits, pointers),
              List.of(),
              context.events(),
              context.live()::greet);
    } catch (RuntimeException | Error e) {
      closeParts();
      throw e;
    }
    server.every(LOOK, pointers::look);
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
    api.addAll(LearnerRoutes.reading(source));
    api.addAll(new AnalysisRoutes(context.store(), analyses).all());
    api.addAll(new ExampleRoutes(context.store(), analyses, context.thumbnails()).all());
    api.addAll(new AliasRoutes(context.store(), pointers).all());
    api.addAll(new TaskRoutes(context, source, names, limits).all());
    api.add(
        new PredictRoute(predictor, context.store(), context.predictions(), classifiers, limits)
            .route());
    api.addAll(
        new HealthRoutes(new WorkerConditions(context.store(), context.health()), context.metrics())
            .all());
    return api;
  }

  /** Where it is served. */
  public URI address() {
    return server.address();
  }

  /** What is served; for tests. */
  List<Route> routes() {
    return server.routes();
  }

  @Override
  public void close() {
    server.close();
    closeParts();
  }

  private void closeParts() {
    predictor.close();
    classifiers.shutdownNow();
    analyses.close();
    names.close();
  }
}
