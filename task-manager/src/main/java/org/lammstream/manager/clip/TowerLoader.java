package org.lammstream.manager.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.checkpoint.ClipConfig;
import org.lammstream.manager.clip.checkpoint.TensorSource;
import org.lammstream.manager.clip.checkpoint.TextConfig;
import org.lammstream.manager.clip.checkpoint.VisionConfig;
import org.lammstream.manager.clip.layers.Activation;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.LayerNorm;
import org.lammstream.manager.clip.layers.Linear;
import org.lammstream.manager.clip.text.TextTower;
import org.lammstream.manager.clip.vision.ImageTower;

/** Builds the two towers from tensors under Hugging Face's names. */
final class TowerLoader {

  private final NDManager owner;
  private final TensorSource tensors;
  private final ClipConfig config;

  /** All tensors go to {@code owner}'s device and belong to it. */
  TowerLoader(NDManager owner, TensorSource tensors, ClipConfig config) {
    this.owner = owner;
    this.tensors = tensors;
    this.config = config;
  }

  TextTower text() {
    TextConfig text = config.text();
    int width = text.width();
    BlockShape shape =
        new BlockShape(
            width,
            text.intermediate(),
            text.heads(),
            (float) text.layerNormEpsilon(),
            activation(text.activation()));
    return new TextTower(
        tensors.read("text_model.embeddings.token_embedding.weight", text.vocabulary(), width),
        tensors.read("text_model.embeddings.position_embedding.weight", text.context(), width),
        blocks("text_model.encoder.layers.", text.layers(), shape),
        norm("text_model.final_layer_norm", shape),
        transposed("text_projection.weight", config.projection(), width),
        width);
  }

  ImageTower vision() {
    VisionConfig vision = config.vision();
    int width = vision.width();
    int patch = vision.patch();
    BlockShape shape =
        new BlockShape(
            width,
            vision.intermediate(),
            vision.heads(),
            (float) vision.layerNormEpsilon(),
            activation(vision.activation()));
    float[] convolution =
        tensors.read("vision_model.embeddings.patch_embedding.weight", width, 3, patch, patch);
    return new ImageTower(
        matrix(transpose(convolution, width, 3 * patch * patch), 3L * patch * patch, width),
        owner.create(
            tensors.read("vision_model.embeddings.class_embedding", width), new Shape(1, 1, width)),
        matrix(
            tensors.read(
                "vision_model.embeddings.position_embedding.weight", vision.positions(), width),
            vision.positions(),
            width),
        norm("vision_model.pre_layrnorm", shape),
        blocks("vision_model.encoder.layers.", vision.layers(), shape),
        norm("vision_model.post_layernorm", shape),
        transposed("visual_projection.weight", config.projection(), width),
        vision.imageSize(),
        patch);
  }

  private record BlockShape(
      int width, int intermediate, int heads, float epsilon, Activation activation) {}

  private Activation activation(org.lammstream.manager.clip.checkpoint.Activation kind) {
    return switch (kind) {
      case QUICK_GELU -> new Activation.QuickGelu(owner.create(Activation.QuickGelu.SLOPE));
      case GELU -> new Activation.Gelu();
    };
  }

  private List<Block> blocks(String prefix, int layers, BlockShape shape) {
    return IntStream.range(0, layers).mapToObj(i -> block(prefix + i, shape)).toList();
  }

  private Block block(String name, BlockShape shape) {
    int width = shape.width();
    return new Block(
        norm(name + ".layer_norm1", shape),
        queryKeyValue(name + ".self_attn.", shape),
        linear(name + ".self_attn.out_proj", width, width),
        norm(name + ".layer_norm2", shape),
        linear(name + ".mlp.fc1", shape.intermediate(), width),
        shape.activation(),
        linear(name + ".mlp.fc2", width, shape.intermediate()),
        shape.heads());
  }

  /** Stacks the three projections and scales the queries, so that no step has to. */
  private Linear queryKeyValue(String name, BlockShape shape) {
    int width = shape.width();
    float[] weight = new float[3 * width * width];
    float[] bias = new float[3 * width];
    String[] parts = {"q_proj", "k_proj", "v_proj"};
    for (int part = 0; part < parts.length; part++) {
      float[] w = tensors.read(name + parts[part] + ".weight", width, width);
      float[] b = tensors.read(name + parts[part] + ".bias", width);
      System.arraycopy(w, 0, weight, part * w.length, w.length);
      System.arraycopy(b, 0, bias, part * b.length, b.length);
    }
    float scale = (float) (1 / Math.sqrt(width / (double) shape.heads()));
    for (int i = 0; i < width * width; i++) {
      weight[i] *= scale;
    }
    for (int i = 0; i < width; i++) {
      bias[i] *= scale;
    }
    return new Linear(matrix(weight, 3L * width, width), owner.create(bias));
  }

  private Linear linear(String name, int out, int in) {
    return new Linear(
        matrix(tensors.read(name + ".weight", out, in), out, in),
        owner.create(tensors.read(name + ".bias", out)));
  }

  private LayerNorm norm(String name, BlockShape shape) {
    return new LayerNorm(
        owner.create(tensors.read(name + ".weight", shape.width())),
        owner.create(tensors.read(name + ".bias", shape.width())),
        shape.epsilon());
  }

  private NDArray transposed(String name, int rows, int columns) {
    return matrix(transpose(tensors.read(name, rows, columns), rows, columns), columns, rows);
  }

  private NDArray matrix(float[] values, long rows, long columns) {
    return owner.create(values, new Shape(rows, columns));
  }

  private static float[] transpose(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return transposed;
  }
}
