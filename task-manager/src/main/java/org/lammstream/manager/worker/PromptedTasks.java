package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.lammstream.evaluation.stored.BrokenHistoryException;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.AlignmentListener;
import org.lammstream.manager.lamm.AlignmentResult;
import org.lammstream.manager.lamm.AlignmentTask;
import org.lammstream.manager.lamm.ImagePromptLearner;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.ImageTower;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.SeenTests;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.TestPixels;
import org.lammstream.store.VersionSummary;

/**
 * Tasks of learners whose prompts change the image tower: they are trained on pixels, and every
 * version sees all test images of its branch anew.
 */
final class PromptedTasks {
  private static final int GROUP = 32;

  private final EmbeddingStore store;
  private final ClipModel model;
  private final LammLearner names;

  PromptedTasks(EmbeddingStore store, ClipModel model, LammLearner names) {
    this.store = store;
    this.model = model;
    this.names = names;
  }

  /**
   * Learns a task.
   *
   * @param images of its training examples
   */
  AlignmentResult align(AlignmentTask task, SquareImages images, AlignmentListener listener)
      throws InterruptedException {
    try (ImagePromptLearner learner = new ImagePromptLearner(model, names)) {
      return learner.align(
          task, (indexes, epoch) -> images.pixels(model.preprocessor(), indexes), listener);
    }
  }

  /**
   * How a new version sees the test images of its branch.
   *
   * @param prompts of the version; empty where the image tower stays as it is
   * @param own test images of its task
   * @param progress hears which part is done, from 0 to 1
   * @return empty where the image tower stays as it is
   * @throws BrokenHistoryException if the store lacks images of an earlier task
   */
  Optional<PromptedTests> tests(
      LearnerHistory history,
      Optional<SharedPrompts> prompts,
      SquareImages own,
      DoubleConsumer progress)
      throws InterruptedException {
    Optional<ImagePrompts> images = prompts.flatMap(ImagePrompts::of);
    if (images.isEmpty()) {
      return Optional.empty();
    }
    ImageTower tower = new ImageTower(model, images);
    List<float[]> features = new ArrayList<>();
    List<VersionSummary> lineage = history.lineage();
    for (VersionSummary version : lineage) {
      features.add(seen(tower, pixels(version), history.left(version.number())));
      progress.accept((double) features.size() / (lineage.size() + 1));
    }
    int[] all = new int[own.count()];
    Arrays.setAll(all, i -> i);
    features.add(seen(tower, own, all));
    return Optional.of(new PromptedTests(own.stored(), new SeenTests(model.dimension(), features)));
  }

  private SquareImages pixels(VersionSummary version) {
    TestPixels pixels =
        store
            .testPixels(version.learner(), version.number())
            .orElseThrow(
                () ->
                    new BrokenHistoryException(
                        "learner '%s': the test images of version %d (task '%s') are not in the store"
                            .formatted(version.learner(), version.number(), version.task())));
    return SquareImages.of(pixels);
  }

  /** Zeros in the place of those that are not left. */
  private float[] seen(ImageTower tower, SquareImages images, int[] left)
      throws InterruptedException {
    int d = model.dimension();
    float[] features = new float[images.count() * d];
    for (int from = 0; from < left.length; from += GROUP) {
      if (Thread.interrupted()) {
        throw new InterruptedException("encoding interrupted");
      }
      int[] group = Arrays.copyOfRange(left, from, Math.min(left.length, from + GROUP));
      List<float[]> encoded = tower.features(images.pixels(model.preprocessor(), group));
      for (int i = 0; i < group.length; i++) {
        System.arraycopy(encoded.get(i), 0, features, group[i] * d, d);
      }
    }
    return features;
  }
}
