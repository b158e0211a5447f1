package org.lammstream.manager.cli;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.lamm.PromptedTower;
import org.lammstream.manager.predict.VersionScorer;
import org.lammstream.store.Version;

/** Classifies image files with one version of a learner. Not thread-safe. */
final class VersionClassifier {
  private final ViewEncoder views;
  private final PromptedTower tower;
  private final VersionScorer scorer;

  /**
   * A classifier on a model that stays open while it is used.
   *
   * @throws org.lammstream.manager.predict.ForeignCheckpointException if the version was made with
   *     another checkpoint
   */
  VersionClassifier(ClipModel model, Version version) {
    this.scorer = VersionScorer.of(version, model);
    this.views = new ViewEncoder(model, scorer.views());
    this.tower = new PromptedTower(model, scorer.prompts());
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
    float[] feature = feature(image);
    return scorer.top(feature, top).stream()
        .map(best -> new Guess(best.name(), best.probability()))
        .toList();
  }

  private float[] feature(Path image) {
    try {
      return ViewEncoder.mean(List.of(tower.features(views.pixels(new ImageGate().decode(image)))));
    } catch (ImageRejectedException e) {
      String message = ErrorLine.of(e.getCause() instanceof FileSystemException file ? file : e);
      String file = image.toString();
      throw new JobException(message.startsWith(file) ? message : file + ": " + message, e);
    }
  }
}
