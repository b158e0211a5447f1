package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.store.ClassEmbedding;

/** Test kit: small tasks with random, separable image features. */
final class TinyTask {

  private TinyTask() {}

  static AlignmentTask of(
      ClipModel model,
      List<ClassEmbedding> known,
      List<String> names,
      Map<String, String> settings) {
    int d = model.dimension();
    int perClass = 8;
    float[] features = new float[names.size() * perClass * d];
    int[] labels = new int[names.size() * perClass];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % names.size();
      // Same centre for one class, own noise for every example.
      SplittableRandom centre = new SplittableRandom(names.get(labels[i]).hashCode());
      SplittableRandom noise = new SplittableRandom(i);
      double squares = 0;
      for (int j = 0; j < d; j++) {
        float value = (float) (centre.nextGaussian() + 0.5 * noise.nextGaussian());
        features[i * d + j] = value;
        squares += value * value;
      }
      for (int j = 0; j < d; j++) {
        features[i * d + j] /= (float) Math.sqrt(squares);
      }
    }
    return new AlignmentTask(
        known, names, features, labels, LearnerConfiguration.from(settings), 7);
  }

  /** Mean cross-entropy of the image prototypes of the first classes among all of them. */
  static double prototypeLoss(ClipModel model, List<ClassEmbedding> classes, int first) {
    double sum = 0;
    for (int i = 0; i < first; i++) {
      float[] prototype = classes.get(i).imagePrototype();
      double own = model.logitScale() * dot(prototype, classes.get(i).textFeature());
      double all = 0;
      for (ClassEmbedding entry : classes) {
        all += Math.exp(model.logitScale() * dot(prototype, entry.textFeature()) - own);
      }
      sum += Math.log(all);
    }
    return sum / first;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
