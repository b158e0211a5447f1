package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.lammstream.evaluation.dashboard.ExamplePredictions;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.predict.VersionWords;
import org.lammstream.manager.thumbnails.Thumbnails;
import org.lammstream.store.EmbeddingStore;

/** Example images of a class, and what a version takes them for. */
final class ExampleRoutes {
  private static final String EXAMPLES = "/api/v1/learners/{learner}/examples";
  private static final int USUAL = 12;
  private static final int MOST = 100;

  private final EmbeddingStore store;
  private final StoreAnalyses analyses;
  private final Optional<Thumbnails> thumbnails;

  ExampleRoutes(EmbeddingStore store, StoreAnalyses analyses, Optional<Thumbnails> thumbnails) {
    this.store = store;
    this.analyses = analyses;
    this.thumbnails = thumbnails;
  }

  List<Route> all() {
    return List.of(
        Route.change(
            "GET",
            EXAMPLES,
            BodyRule.NONE,
            Set.of("class", "predicted", "version", "limit"),
            this::examples),
        Route.read(
            EXAMPLES + "/{image}",
            false,
            "image/jpeg",
            Set.of(),
            call -> CompletableFuture.completedFuture(image(call))));
  }

  private CompletionStage<Reply> examples(Call call) {
    Thumbnails kept = kept();
    String learner = call.path("learner");
    String truth = call.query().required("class");
    Optional<String> predicted = call.query().one("predicted");
    int limit = call.query().number("limit", USUAL, 1, MOST);
    int number =
        AnalysisRoutes.words(store, learner)
            .number(call.query().one("version").orElse(VersionWords.HEAD));
    return analyses
        .analysis(learner, number)
        .thenApply(
            analysis -> {
              ExamplePredictions all = analysis.examples();
              Map<String, Object> answer = new LinkedHashMap<>();
              answer.put("version", number);
              answer.put(
                  "examples", entries(kept, learner, truth, all.of(truth, predicted), limit));
              return Reply.json(answer);
            });
  }

  private static List<Map<String, String>> entries(
      Thumbnails kept,
      String learner,
      String truth,
      List<ExamplePredictions.One> examples,
      int limit) {
    Map<String, Set<Integer>> byTask = new HashMap<>();
    List<Map<String, String>> entries = new ArrayList<>();
    for (ExamplePredictions.One one : examples) {
      String task = one.eventId();
      String name = kept.name(learner, task, one.index());
      boolean there =
          byTask
              .computeIfAbsent(task, id -> new HashSet<>(kept.kept(learner, id)))
              .contains(one.index());
      if (there && kept.read(learner, name).isPresent()) {
        entries.add(
            Map.of("url", url(learner, name), "label", truth, "predicted", one.predicted()));
        if (entries.size() == limit) {
          break;
        }
      }
    }
    return entries;
  }

  private static String url(String learner, String name) {
    String encoded = URLEncoder.encode(learner, UTF_8).replace("+", "%20");
    return EXAMPLES.replace("{learner}", encoded) + "/" + name;
  }

  /** The file under a name never changes: another image would be another task's. */
  private Reply image(Call call) {
    byte[] jpeg =
        kept()
            .read(call.path("learner"), call.path("image"))
            .orElseThrow(
                () ->
                    Problem.in("image", Kind.NOT_FOUND, "no such example image is kept")
                        .exception());
    return new Reply.Content(
        200, "image/jpeg", Map.of("Cache-Control", "private, max-age=31536000, immutable"), jpeg);
  }

  private Thumbnails kept() {
    return thumbnails.orElseThrow(
        () -> Problem.of(Kind.NOT_OFFERED, "this process keeps no example images").exception());
  }
}
