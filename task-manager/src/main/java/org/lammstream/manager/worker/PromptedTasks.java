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
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.PromptedTower;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.SeenTests;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.TestPixels;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskEvent;

/**
 * Tasks of learners whose prompts change the image tower: they are trained on pixels, and every
 * version sees all test images of its branch anew.
 */
final class PromptedTasks {
  private static final int GROUP = 32;

  /** In how many forms the pixels of test images are in memory on their way to the store. */
  private static final long COPIES = 5;

  /** All images of a task are one array. */
  private static final long MOST_BYTES = 1L << 30;

  /** What may be taken of the heap, as a part of it. */
  private static final long HEAP_SHARE = 3;

  private final EmbeddingStore store;
  private final ClipModel model;
  private final LammLearner names;
  private final long heap;

  /**
   * For a worker.
   *
   * @param heap bytes that the JVM may take
   */
  PromptedTasks(EmbeddingStore store, ClipModel model, LammLearner names, long heap) {
    this.store = store;
    this.model = model;
    this.names = names;
    this.heap = heap;
  }

  /**
   * Checks a task before its first image is read.
   *
   * @throws RejectedEventException if an example is a feature, or the images need too much memory
   */
  void check(TaskEvent event) throws RejectedEventException {
    for (Example example : event.train()) {
      checkImage(example);
    }
    for (Example example : event.test()) {
      checkImage(example);
    }
    int size = model.preprocessor().size();
    long image = 3L * size * size;
    long images = (long) event.train().size() + event.test().size();
    if (images * image > MOST_BYTES) {
      throw new RejectedEventException(
          Reason.TASK_TOO_LARGE,
          Stage.VALIDATE,
          "a method with prompts in the image tower learns from %d images of %d pixels squared at most, not from %d: split the task"
              .formatted(MOST_BYTES / image, size, images));
    }
    long bytes = image * (event.train().size() + COPIES * event.test().size());
    if (bytes > heap / HEAP_SHARE) {
      throw new RejectedEventException(
          Reason.TASK_TOO_LARGE,
          Stage.VALIDATE,
          "a method with prompts in the image tower needs %d MiB for %d images to train and %d to test with; a third of this worker's memory is %d MiB: split the task"
              .formatted(
                  bytes >> 20,
                  event.train().size(),
                  event.test().size(),
                  (heap / HEAP_SHARE) >> 20));
    }
  }

  private static void checkImage(Example example) throws RejectedEventException {
    if (example.image() instanceof ImageFeature) {
      throw new RejectedEventException(
          Reason.FEATURE_MISMATCH,
          Stage.VALIDATE,
          "an example of class '%s' is a feature: a method with prompts in the image tower needs images"
              .formatted(example.label()));
    }
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
    PromptedTower tower = new PromptedTower(model, images);
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
  private float[] seen(PromptedTower tower, SquareImages images, int[] left)
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
