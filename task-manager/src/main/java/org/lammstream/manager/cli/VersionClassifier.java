package org.lammstream.manager.cli;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.Classification;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/** Classifies image files with one version of a learner. Not thread-safe. */
final class VersionClassifier {
  private final ClipModel model;
  private final List<ClassEmbedding> classes;
  private final Classification classification;

  /**
   * A classifier on a model that stays open while it is used.
   *
   * @throws JobException if the version was made with another checkpoint
   */
  VersionClassifier(ClipModel model, Version version) {
    if (!version.provenance().checkpointSha256().equals(model.sha256())) {
      throw new JobException(
          "version %d of learner '%s' was made with checkpoint %s (sha256 %.12s), not with %s (%.12s)"
              .formatted(
                  version.number(),
                  version.learner(),
                  version.provenance().checkpointName(),
                  version.provenance().checkpointSha256(),
                  model.name(),
                  model.sha256()));
    }
    this.model = model;
    this.classes = version.classes();
    int dimension = model.dimension();
    float[] features = new float[classes.size() * dimension];
    for (int i = 0; i < classes.size(); i++) {
      System.arraycopy(classes.get(i).textFeature(), 0, features, i * dimension, dimension);
    }
    this.classification = new Classification(features, dimension);
  }

  /** One class and its probability among all classes of the version. */
  record Guess(String name, double probability) {}

  /**
   * The most probable classes of an image, best first.
   *
   * @param top how many
   * @throws JobException naming the file, if it is no image that can be read
   */
  List<Guess> classify(Path image, int top) {
    float[] feature = model.encodeImages(List.of(pixels(image)))[0];
    double[] probabilities = softmax(classification.scores(feature, 0), model.logitScale());
    List<Guess> guesses = new ArrayList<>();
    for (int index : classification.top(feature, 0, top)) {
      guesses.add(new Guess(classes.get(index).name(), probabilities[index]));
    }
    return guesses;
  }

  private PixelImage pixels(Path image) {
    try {
      return model.preprocessor().apply(new ImageGate().decode(image));
    } catch (ImageRejectedException e) {
      String message = ErrorLine.of(e.getCause() instanceof FileSystemException file ? file : e);
      String file = image.toString();
      throw new JobException(message.startsWith(file) ? message : file + ": " + message, e);
    }
  }

  private static double[] softmax(float[] scores, float scale) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, (double) scale * score);
    }
    double sum = 0;
    double[] probabilities = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp((double) scale * scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
