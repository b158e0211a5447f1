package org.lammstream.manager.clip.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The trainable tensors of a CLIP model under their Hugging Face names and in their Hugging Face
 * shapes, initialised as OpenAI did. They belong to the manager given.
 */
final class Weights {

  private static final String TEXT = "text_model.";
  private static final String VISION = "vision_model.";
  private static final double EMBEDDING_DEVIATION = 0.02;
  private static final double POSITION_DEVIATION = 0.01;
  private static final float FIRST_TEMPERATURE = 0.07f;

  private final NDManager manager;
  private final SplittableRandom random;
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();

  private Weights(NDManager manager, long seed) {
    this.manager = manager;
    this.random = new SplittableRandom(seed);
  }

  /** Fresh weights, each requiring its gradient. */
  static Map<String, NDArray> create(
      NDManager manager, PretrainingConfiguration configuration, int vocabulary) {
    Weights weights = new Weights(manager, configuration.seed());
    weights.fill(configuration, vocabulary);
    weights.tensors.values().forEach(tensor -> tensor.setRequiresGradient(true));
    return Collections.unmodifiableMap(weights.tensors);
  }

  private void fill(PretrainingConfiguration sizes, int vocabulary) {
    int width = sizes.width();
    int patch = sizes.patchSize();
    int grid = sizes.imageSize() / patch;
    double projection = 1 / Math.sqrt(width);

    normal(TEXT + "embeddings.token_embedding.weight", EMBEDDING_DEVIATION, vocabulary, width);
    normal(
        TEXT + "embeddings.position_embedding.weight",
        POSITION_DEVIATION,
        sizes.contextLength(),
        width);
    blocks(TEXT, sizes.textLayers(), width);
    norm(TEXT + "final_layer_norm", width);
    normal("text_projection.weight", projection, sizes.dimension(), width);

    normal(VISION + "embeddings.class_embedding", projection, width);
    normal(
        VISION + "embeddings.patch_embedding.weight",
        1 / Math.sqrt(3.0 * patch * patch),
        width,
        3,
        patch,
        patch);
    normal(
        VISION + "embeddings.position_embedding.weight",
        projection,
        1L + (long) grid * grid,
        width);
    norm(VISION + "pre_layrnorm", width);
    blocks(VISION, sizes.imageLayers(), width);
    norm(VISION + "post_layernorm", width);
    normal("visual_projection.weight", projection, sizes.dimension(), width);

    constant("logit_scale", (float) Math.log(1 / FIRST_TEMPERATURE));
  }

  private void blocks(String tower, int layers, int width) {
    double input = 1 / Math.sqrt(width);
    double residual = input / Math.sqrt(2.0 * layers);
    for (int layer = 0; layer < layers; layer++) {
      String block = tower + "encoder.layers." + layer + ".";
      norm(block + "layer_norm1", width);
      linear(block + "self_attn.q_proj", input, width, width);
      linear(block + "self_attn.k_proj", input, width, width);
      linear(block + "self_attn.v_proj", input, width, width);
      linear(block + "self_attn.out_proj", residual, width, width);
      norm(block + "layer_norm2", width);
      linear(block + "mlp.fc1", 1 / Math.sqrt(2.0 * width), 4L * width, width);
      linear(block + "mlp.fc2", residual, width, 4L * width);
    }
  }

  private void linear(String name, double deviation, long outputs, long inputs) {
    normal(name + ".weight", deviation, outputs, inputs);
    constant(name + ".bias", 0, outputs);
  }

  private void norm(String name, long width) {
    constant(name + ".weight", 1, width);
    constant(name + ".bias", 0, width);
  }

  private void constant(String name, float value, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    java.util.Arrays.fill(values, value);
    tensors.put(name, manager.create(values, new Shape(shape)));
  }

  private void normal(String name, double deviation, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    tensors.put(name, manager.create(values, new Shape(shape)));
  }
}
