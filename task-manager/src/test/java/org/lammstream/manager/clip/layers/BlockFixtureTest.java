package org.lammstream.manager.clip.layers;

import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestEntry;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.clip.checkpoint.TensorSource;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Npy;

/** One causal block with two heads, which the one-headed tiny text tower does not cover. */
class BlockFixtureTest {

  private static final int WIDTH = 128;
  private static final int HEADS = 2;
  private static final int LENGTH = 77;
  private static final int BATCH = 2;

  @Test
  void outputAndInputGradientEqualThePublishedOnes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray input = batchFirst(manager, "input_LND");
      input.setRequiresGradient(true);
      NDArray seed = batchFirst(manager, "grad_seed_LND");
      NDArray mask = CausalMask.square(manager, LENGTH);
      Block block = block(manager);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray output = FullAttention.block(block, input, Optional.of(mask));
        collector.backward(output.mul(seed).sum());
        assertWithin(output.toFloatArray(), batchFirst(manager, "output_LND").toFloatArray(), 1e-5);
      }
      float[] expected = batchFirst(manager, "grad_input_LND").toFloatArray();
      assertWithin(
          input.getGradient().toFloatArray(), expected, 1e-5 * (1 + largestEntry(expected)));
    }
  }

  private static NDArray batchFirst(NDManager manager, String name) {
    float[] values = Npy.read(Fixtures.path("block/" + name + ".npy")).floats();
    return manager.create(values, new Shape(LENGTH, BATCH, WIDTH)).transpose(1, 0, 2).duplicate();
  }

  private static Block block(NDManager manager) {
    TensorSource tensors =
        Safetensors.open(Fixtures.path("block/causal_block_w128_h2.safetensors"));
    float[] joint = tensors.read("attn.in_proj_weight", 3 * WIDTH, WIDTH);
    float[] bias = tensors.read("attn.in_proj_bias", 3 * WIDTH);
    float scale = (float) (1 / Math.sqrt(WIDTH / (double) HEADS));
    for (int i = 0; i < WIDTH * WIDTH; i++) {
      joint[i] *= scale;
    }
    for (int i = 0; i < WIDTH; i++) {
      bias[i] *= scale;
    }
    return new Block(
        norm(manager, tensors, "ln_1"),
        new Linear(manager.create(joint, new Shape(3 * WIDTH, WIDTH)), manager.create(bias)),
        linear(manager, tensors, "attn.out_proj", WIDTH, WIDTH),
        norm(manager, tensors, "ln_2"),
        linear(manager, tensors, "mlp.c_fc", 4 * WIDTH, WIDTH),
        new Activation.QuickGelu(manager.create(Activation.QuickGelu.SLOPE)),
        linear(manager, tensors, "mlp.c_proj", WIDTH, 4 * WIDTH),
        HEADS);
  }

  private static LayerNorm norm(NDManager manager, TensorSource tensors, String name) {
    return new LayerNorm(
        manager.create(tensors.read(name + ".weight", WIDTH)),
        manager.create(tensors.read(name + ".bias", WIDTH)),
        1e-5f);
  }

  private static Linear linear(
      NDManager manager, TensorSource tensors, String name, int out, int in) {
    return new Linear(
        manager.create(tensors.read(name + ".weight", out, in), new Shape(out, in)),
        manager.create(tensors.read(name + ".bias", out)));
  }
}
