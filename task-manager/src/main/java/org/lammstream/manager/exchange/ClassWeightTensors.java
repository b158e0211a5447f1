package org.lammstream.manager.exchange;

import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.ImageSpace;
import org.lammstream.evaluation.head.FeatureMap;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.store.Version;

/**
 * How a version with a head on image features scores, for {@code head.safetensors}: {@code
 * class_weights} F32 (classes, d + m) and {@code class_biases} F32 (classes), and, where features
 * are expanded, {@code expansion} F32 (d, m): an image's feature {@code x} is followed by {@code
 * max(0, x · expansion)} then. Without an expansion m is 0.
 */
final class ClassWeightTensors {

  private static final String WEIGHTS = "class_weights";
  private static final String BIASES = "class_biases";
  private static final String EXPANSION = "expansion";

  private ClassWeightTensors() {}

  static void add(SafetensorsWriter tensors, Version version, int dimension) {
    ClassWeights weights = VersionWeights.of(version, dimension);
    ImageSpace space = weights.space();
    int classes = weights.names().size();
    tensors
        .addF32(WEIGHTS, weights.values(), classes, space.width())
        .addF32(BIASES, weights.biases(), classes);
    space
        .expansion()
        .map(FeatureMap.Expansion::weights)
        .ifPresent(
            matrix ->
                tensors.addF32(EXPANSION, matrix, dimension, space.width() - (long) dimension));
  }
}
