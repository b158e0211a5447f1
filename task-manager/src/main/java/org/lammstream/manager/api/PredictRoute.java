package org.lammstream.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.lammstream.manager.api.http.Body;
import org.lammstream.manager.api.http.BodyRule;
import org.lammstream.manager.api.http.Call;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.ProblemException;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;
import org.lammstream.manager.api.http.Upload;
import org.lammstream.manager.clip.image.ImageRejectedException;
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

  /** An image or a feature, and what it is called in the answer, and in the request. */
  private record Named<T>(String name, String part, T value) {
    Named(String name, T value) {
      this(name, name, value);
    }
  }

  /** The bytes of an uploaded image, read when they are asked for. */
  @FunctionalInterface
  private interface Content {
    byte[] read() throws IOException;
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
        throw invalid(
            "learner '%s' sees images through prompts of its own: send images".formatted(learner));
      }
      return classify(learner, words, top, features(bytes.json()), images);
    }
    List<Named<Content>> uploaded = uploaded(call.body());
    if (versions.seeForThemselves()) {
      return classify(
          versions,
          learner,
          top,
          each(uploaded, image -> predictor.encode(image, versions)),
          images);
    }
    int views = versions.views();
    return classify(
        learner, words, top, each(uploaded, image -> predictor.encode(image, views)), images);
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

  private static List<Named<Content>> uploaded(Body body) {
    if (!(body instanceof Body.Form form)) {
      Body.Bytes only = (Body.Bytes) body;
      return List.of(new Named<>("image-1", "body", only::bytes));
    }
    List<Upload.Part> parts = form.upload().parts();
    if (parts.isEmpty()) {
      throw Problem.in("image", Kind.INVALID_REQUEST, "a form without images").exception();
    }
    List<Named<Content>> images = new ArrayList<>();
    for (Upload.Part part : parts) {
      if (!part.name().equals("image")) {
        throw Problem.in(
                part.name(), Kind.INVALID_REQUEST, "the parts of this form are called 'image'")
            .exception();
      }
      String name = part.fileName().isEmpty() ? "image-" + (images.size() + 1) : part.fileName();
      images.add(new Named<>(name, part::bytes));
    }
    return images;
  }

  /** What is done with each image. */
  @FunctionalInterface
  private interface Step<T> {
    T of(byte[] image) throws InterruptedException;
  }

  private static <T> List<Named<T>> each(List<Named<Content>> images, Step<T> step)
      throws IOException, InterruptedException {
    List<Named<T>> done = new ArrayList<>();
    for (Named<Content> image : images) {
      try {
        done.add(new Named<>(image.name(), step.of(image.value().read())));
      } catch (ImageRejectedException e) {
        throw Problems.image(e, image.part()).exception();
      }
    }
    return done;
  }

  private List<Named<CompletableFuture<float[]>>> features(JsonNode body) {
    JsonNode rows = body.path("features");
    int most = limits.imagesPerPrediction() * 8;
    if (!body.isObject() || body.size() != 1 || !rows.isArray() || rows.isEmpty()) {
      throw invalid(
          "an object with the one field 'features', a list of lists of numbers, is needed");
    }
    if (rows.size() > most) {
      throw invalid("%d features at most".formatted(most));
    }
    List<Named<CompletableFuture<float[]>>> features = new ArrayList<>();
    for (JsonNode row : rows) {
      int number = features.size() + 1;
      features.add(
          new Named<>(
              "features-" + number, CompletableFuture.completedFuture(feature(row, number))));
    }
    return features;
  }

  private float[] feature(JsonNode row, int number) {
    int dimension = predictor.dimension();
    if (!row.isArray() || row.size() != dimension) {
      throw invalid(
          "feature %d is no list of %d numbers, the dimension of this checkpoint"
              .formatted(number, dimension));
    }
    float[] feature = new float[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      feature[i] = row.get(i).isNumber() ? row.get(i).floatValue() : Float.NaN;
      squares += (double) feature[i] * feature[i];
    }
    if (!(squares > 0.99 && squares < 1.01)) { // NaN too
      throw invalid("feature %d is not L2-normalised: its length is not 1".formatted(number));
    }
    return feature;
  }

  private static RuntimeException invalid(String what) {
    return Problem.in("features", Kind.INVALID_REQUEST, what).exception();
  }
}
