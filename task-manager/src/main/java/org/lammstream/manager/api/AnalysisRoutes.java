package org.lammstream.manager.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Endpoint;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.predict.VersionWords;
import org.lammstream.store.EmbeddingStore;

/** What is computed from stored test features: classes, confusions, differences. */
final class AnalysisRoutes {
  private static final String LEARNER = "/api/v1/learners/{learner}";
  private static final String VERSION = LEARNER + "/versions/{version}";

  private final EmbeddingStore store;
  private final StoreAnalyses analyses;

  AnalysisRoutes(EmbeddingStore store, StoreAnalyses analyses) {
    this.store = store;
    this.analyses = analyses;
  }

  List<Route> all() {
    return List.of(
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
