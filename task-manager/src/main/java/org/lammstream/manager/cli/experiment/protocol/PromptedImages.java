package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.lamm.FittedPrompts;
import org.lammstream.manager.lamm.PromptLearner;

/** Images behind the prompts of the image tower, some at a time. */
record PromptedImages(PromptLearner learner, ExamplePixels pixels, int dimension) {
  private static final int BATCH = 32;

  /**
   * Features of images as they are.
   *
   * @param progress hears the fraction that is encoded
   * @return {@code (n · d)}
   */
  float[] features(FittedPrompts fitted, List<Example> examples, DoubleConsumer progress) {
    float[] features = new float[examples.size() * dimension];
    for (int from = 0; from < examples.size(); from += BATCH) {
      int to = Math.min(examples.size(), from + BATCH);
      List<float[]> some =
          learner.imageFeatures(fitted, pixels.batch(examples.subList(from, to), Optional.empty()));
      for (int i = 0; i < some.size(); i++) {
        System.arraycopy(some.get(i), 0, features, (from + i) * dimension, dimension);
      }
      progress.accept((double) to / examples.size());
    }
    return features;
  }
}
