package org.lammstream.manager.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.lammstream.manager.api.PredictBody.Content;
import org.lammstream.manager.api.PredictBody.Named;
import org.lammstream.manager.api.http.Body;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.ProblemException;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.predict.ChosenVersions;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.predict.PredictionListener.Input;
import org.lammstream.manager.predict.PredictionListener.Outcome;
import org.lammstream.manager.predict.Predictor;
import org.lammstream.store.EmbeddingStore;

/** Classifies images, or features of images, with any versions of a learner. */
final class PredictRoute {
  private static final String PATH = "/api/v1/learners/{learner}/predict";
  private static final int MOST_CLASSES = 1000;
  private static final int DEFAULT_CLASSES = 5;

  private final Predictor predictor;
  private final EmbeddingStore store;
  private final PredictionListener listener;
  private final Executor executor;
  private final ApiLimits limits;

  /**
   * A route.
   *
   * @param executor classifies, so that neither the encoding thread nor a worker waits for it
   */
  PredictRoute(
      Predictor predictor,
      EmbeddingStore store,
      PredictionListener listener,
      Executor executor,
      ApiLimits limits) {
    this.predictor = predictor;
    this.store = store;
    this.listener = listener;
    this.executor = executor;
    this.limits = limits;
  }

  Route route() {
    long largest = Math.max(limits.jsonBytes(), limits.images().maxBytes());
    BodyRule body =
        new BodyRule(
            Set.of("image/jpeg", "image/png", BodyRule.FORM, "application/json"),
            largest,
            limits.imagesPerPrediction(),
            limits.images().maxBytes());
    return Route.change("POST", PATH, body, Set.of("version", "top"), this::answer);
  }

  /** Answers, and tells the listener how it went. */
  private CompletionStage<Reply> answer(Call call) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean features =
        call.body() instanceof Body.Bytes bytes && bytes.mediaType().equals("application/json");
    Input input = features ? Input.FEATURE : Input.IMAGE;
    AtomicInteger images = new AtomicInteger();
    CompletionStage<Reply> reply;
    try {
      reply = predict(call, images);
    } catch (RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    return reply.whenComplete(
        (value, failure) -> {
          Outcome outcome = failure == null ? Outcome.ANSWERED : outcome(failure);
          Duration took = Duration.ofNanos(System.nanoTime() - begin);
          listener.answered(input, outcome, took, images.get());
        });
  }

  private static Outcome outcome(Throwable failure) {
    if (!(Problems.translate(failure) instanceof ProblemException known)) {
      return Outcome.FAILED;
    }
    Kind kind = known.problem().kind();
    return kind == Kind.BUSY
        ? Outcome.BUSY
        : kind.status() < 500 ? Outcome.REFUSED : Outcome.FAILED;
  }

  private CompletionStage<Reply> predict(Call call, AtomicInteger images)
      throws IOException, InterruptedException {
    String learner = call.path("learner");
    List<String> words = call.query().all("version");
    int top = call.query().number("top", DEFAULT_CLASSES, 1, MOST_CLASSES);
    if (words.size() > limits.versionsPerPrediction()) {
      throw Problem.in(
              "version",
              Kind.INVALID_REQUEST,
              "%d versions at most".formatted(limits.versionsPerPrediction()))
          .exception();
    }
    var unused = AnalysisRoutes.words(store, learner).numbers(words); // before anything is encoded
    ChosenVersions versions = predictor.choose(learner, words);
    if (call.body() instanceof Body.Bytes bytes && bytes.mediaType().equals("application/json")) {
      if (versions.seeForThemselves()) {
        throw PredictBody.invalid(
            "learner '%s' sees images through prompts of its own: send images".formatted(learner));
      }
      return classify(
          learner,
          words,
          top,
          PredictBody.features(
              bytes.json(), predictor.dimension(), limits.imagesPerPrediction() * 8),
          images);
    }
    List<Named<Content>> uploaded = PredictBody.images(call.body());
    if (versions.seeForThemselves()) {
      return classify(
          versions,
          learner,
          top,
          PredictBody.each(uploaded, image -> predictor.encode(image, versions)),
          images);
    }
    int views = versions.views();
    return classify(
        learner,
        words,
        top,
        PredictBody.each(uploaded, image -> predictor.encode(image, views)),
        images);
  }

  /** With the versions that the images were encoded for. */
  private CompletionStage<Reply> classify(
      ChosenVersions versions,
      String learner,
      int top,
      List<Named<CompletableFuture<List<float[]>>>> features,
      AtomicInteger images) {
    images.set(features.size());
    return all(features)
        .thenApplyAsync(
            known ->
                reply(
                    learner,
                    features,
                    known.stream().map(seen -> versions.classify(seen, top)).toList()),
            executor);
  }

  private static <T> CompletableFuture<List<T>> all(List<Named<CompletableFuture<T>>> futures) {
    List<CompletableFuture<T>> all = futures.stream().map(Named::value).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(unused -> all.stream().map(CompletableFuture::join).toList());
  }

  /** With the versions as they are called once the features are there. */
  private CompletionStage<Reply> classify(
      String learner,
      List<String> words,
      int top,
      List<Named<CompletableFuture<float[]>>> features,
      AtomicInteger images) {
    images.set(features.size());
    return all(features)
        .thenApplyAsync(
            known -> reply(learner, features, predictor.classify(learner, words, known, top)),
            executor);
  }

  private static <T> Reply reply(
      String learner, List<Named<T>> images, List<List<Predictor.Result>> results) {
    List<Map<String, Object>> predictions = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      predictions.add(Map.of("image", images.get(i).name(), "results", results.get(i)));
    }
    return Reply.json(Map.of("learner", learner, "predictions", predictions));
  }
}
