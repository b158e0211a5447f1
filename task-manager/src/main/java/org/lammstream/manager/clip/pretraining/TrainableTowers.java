package org.lammstream.manager.clip.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.clip.layers.Activation;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.LayerNorm;
import org.lammstream.manager.clip.layers.Linear;
import org.lammstream.manager.clip.text.NaiveTextEncoder;
import org.lammstream.manager.clip.text.TextTower;
import org.lammstream.manager.clip.vision.ImageEncoder;
import org.lammstream.manager.clip.vision.ImageTower;

/**
 * Both encoders over trainable weights, for one step. Made anew for every step, as the encoders
 * want derived weights (stacked, scaled, transposed), and gradients must flow through the
 * derivation.
 *
 * <p>The weights must be attached to the step's manager: what is derived from them belongs to it.
 */
final class TrainableTowers {

  private static final float EPSILON = 1e-5f;

  private final NDManager step;
  private final Map<String, NDArray> weights;
  private final PretrainingConfiguration sizes;
  private final NDArray queryScale;
  private final Activation activation;

  TrainableTowers(NDManager step, Map<String, NDArray> weights, PretrainingConfiguration sizes) {
    this.step = step;
    this.weights = weights;
    this.sizes = sizes;
    this.queryScale = step.create((float) (1 / Math.sqrt((double) sizes.width() / sizes.heads())));
    this.activation = new Activation.QuickGelu(step.create(Activation.QuickGelu.SLOPE));
  }

  /** Features {@code (n, d)} of normalised pixels {@code (n, 3, size, size)}. */
  NDArray images(NDArray pixels) {
    int width = sizes.width();
    ImageTower tower =
        new ImageTower(
            weight("vision_model.embeddings.patch_embedding.weight").reshape(width, -1).transpose(),
            weight("vision_model.embeddings.class_embedding").reshape(1, 1, width),
            weight("vision_model.embeddings.position_embedding.weight"),
            norm("vision_model.pre_layrnorm"),
            blocks("vision_model.", sizes.imageLayers()),
            norm("vision_model.post_layernorm"),
            weight("visual_projection.weight").transpose(),
            sizes.imageSize(),
            sizes.patchSize());
    return new ImageEncoder(tower).encode(pixels);
  }

  /** Features {@code (n, d)} of token rows of one length. */
  NDArray texts(long[][] tokens, int[] endOfText) {
    int length = tokens[0].length;
    NDArray table = weight("text_model.embeddings.token_embedding.weight");
    NDArray prompts =
        table
            .getNDArrayInternal()
            .embedding(step.create(flat(tokens)), table, SparseFormat.DENSE)
            .singletonOrThrow()
            .reshape(tokens.length, length, sizes.width());
    NDArray positions =
        weight("text_model.embeddings.position_embedding.weight")
            .split(new long[] {length}, 0)
            .get(0);
    // The encoder adds frozen positions of its own: here they are zero, and the trained ones come
    // with the prompts.
    TextTower tower =
        new TextTower(
            new float[0],
            new float[length * sizes.width()],
            blocks("text_model.", sizes.textLayers()),
            norm("text_model.final_layer_norm"),
            weight("text_projection.weight").transpose(),
            sizes.width());
    return new NaiveTextEncoder(tower).encode(prompts.add(positions), endOfText);
  }

  private List<Block> blocks(String tower, int layers) {
    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      String name = tower + "encoder.layers." + layer + ".";
      blocks.add(
          new Block(
              norm(name + "layer_norm1"),
              new Linear(
                  stacked(name + "self_attn.", ".weight"), stacked(name + "self_attn.", ".bias")),
              linear(name + "self_attn.out_proj"),
              norm(name + "layer_norm2"),
              linear(name + "mlp.fc1"),
              activation,
              linear(name + "mlp.fc2"),
              sizes.heads()));
    }
    return blocks;
  }

  private NDArray stacked(String attention, String part) {
    return NDArrays.concat(
        new NDList(
            queryScale.mul(weight(attention + "q_proj" + part)),
            weight(attention + "k_proj" + part),
            weight(attention + "v_proj" + part)),
        0);
  }

  private Linear linear(String name) {
    return new Linear(weight(name + ".weight"), weight(name + ".bias"));
  }

  private LayerNorm norm(String name) {
    return new LayerNorm(weight(name + ".weight"), weight(name + ".bias"), EPSILON);
  }

  private NDArray weight(String name) {
    NDArray tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no weight is called " + name);
    }
    return tensor;
  }

  private static long[] flat(long[][] rows) {
    long[] values = new long[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return values;
  }
}
