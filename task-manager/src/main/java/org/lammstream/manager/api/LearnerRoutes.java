package org.lammstream.manager.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Endpoint;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.predict.VersionWords;
import org.lammstream.store.EmbeddingStore;

/** What there is to read about learners and versions. */
final class LearnerRoutes {
  private static final String LEARNER = "/api/v1/learners/{learner}";
  private static final String VERSION = LEARNER + "/versions/{version}";

  private final LearnerSource source;
  private final EmbeddingStore store;
  private final StoreAnalyses analyses;

  LearnerRoutes(LearnerSource source, EmbeddingStore store, StoreAnalyses analyses) {
    this.source = source;
    this.store = store;
    this.analyses = analyses;
  }

  List<Route> all() {
    return List.of(
        Route.get(
            "/api/v1/learners",
            Set.of(),
            call -> Reply.json(Map.of("learners", source.learners()))),
        Route.get(LEARNER, Set.of(), call -> Reply.json(source.learner(call.path("learner")))),
        Route.get(
            VERSION,
            Set.of(),
            call -> Reply.json(source.version(call.path("learner"), call.path("version")))),
        later(VERSION + "/classes", Set.of(), this::classes),
        later(VERSION + "/confusions", Set.of(), this::confusions),
        later(LEARNER + "/diff", Set.of("from", "to"), this::diff));
  }

  private static Route later(String path, Set<String> query, Endpoint endpoint) {
    return Route.change("GET", path, BodyRule.NONE, query, endpoint);
  }

  private CompletionStage<Reply> classes(Call call) {
    return analyses
        .analysis(call.path("learner"), number(call, call.path("version")))
        .thenApply(analysis -> Reply.json(analysis.classes()));
  }

  private CompletionStage<Reply> confusions(Call call) {
    return analyses
        .analysis(call.path("learner"), number(call, call.path("version")))
        .thenApply(analysis -> Reply.json(analysis.confusions()));
  }

  private CompletionStage<Reply> diff(Call call) {
    int from = number(call, call.query().required("from"));
    int to = number(call, call.query().required("to"));
    return analyses.diff(call.path("learner"), from, to).thenApply(Reply::json);
  }

  private int number(Call call, String word) {
    return words(store, call.path("learner")).number(word);
  }

  /**
   * What a learner's versions are called now.
   *
   * @throws org.lammstream.manager.api.http.ProblemException if there is no such learner
   */
  static VersionWords words(EmbeddingStore store, String learner) {
    if (store.head(learner).isEmpty()) {
      throw StoreSource.unknown(learner);
    }
    return VersionWords.of(store, learner);
  }
}
