package org.lammstream.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.lammstream.manager.api.http.Body;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Upload;
import org.lammstream.manager.clip.image.ImageRejectedException;

/** What somebody wants to have classified. Stateless. */
final class PredictBody {
  private PredictBody() {}

  /** An image or a feature, and what it is called in the answer, and in the request. */
  record Named<T>(String name, String part, T value) {
    Named(String name, T value) {
      this(name, name, value);
    }
  }

  /** The bytes of an uploaded image, read when they are asked for. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /**
   * Uploaded images, one or a form of them.
   *
   * @throws org.lammstream.manager.api.http.ProblemException for a form with other parts, or none
   */
  static List<Named<Content>> images(Body body) {
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
  interface Step<T> {
    T of(byte[] image) throws InterruptedException;
  }

  /**
   * Does something with each image.
   *
   * @throws org.lammstream.manager.api.http.ProblemException naming the part that is no image
   */
  static <T> List<Named<T>> each(List<Named<Content>> images, Step<T> step)
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

  /**
   * Features that came in place of images.
   *
   * @throws org.lammstream.manager.api.http.ProblemException if they are none of this dimension
   */
  static List<Named<CompletableFuture<float[]>>> features(JsonNode body, int dimension, int most) {
    JsonNode rows = body.path("features");
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
              "features-" + number,
              CompletableFuture.completedFuture(feature(row, number, dimension))));
    }
    return features;
  }

  private static float[] feature(JsonNode row, int number, int dimension) {
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

  static RuntimeException invalid(String what) {
    return Problem.in("features", Kind.INVALID_REQUEST, what).exception();
  }
}
