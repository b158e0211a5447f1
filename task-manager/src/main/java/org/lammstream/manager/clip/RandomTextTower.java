package org.lammstream.manager.clip;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.lammstream.manager.clip.checkpoint.Activation;
import org.lammstream.manager.clip.checkpoint.ClipConfig;
import org.lammstream.manager.clip.checkpoint.TensorSource;
import org.lammstream.manager.clip.checkpoint.TextConfig;
import org.lammstream.manager.clip.checkpoint.VisionConfig;
import org.lammstream.manager.clip.text.TextTower;

/** A text tower of real dimensions with random weights: for benchmarks, not for learning. */
public final class RandomTextTower {

  /** The text side of OpenAI's ViT-B/16, but for a small vocabulary that only saves memory. */
  public static final TextConfig VIT_B_16 =
      new TextConfig(1024, 512, 12, 8, 2048, 77, 1e-5, Activation.QUICK_GELU, 1022, 1023);

  private static final VisionConfig NO_VISION =
      new VisionConfig(32, 32, 64, 1, 1, 64, 1e-5, Activation.QUICK_GELU);

  private RandomTextTower() {}

  /** Makes a tower of the given dimensions; equal seeds give equal towers. */
  public static TextTower create(NDManager owner, TextConfig config, int dimension, long seed) {
    ClipConfig whole = new ClipConfig(config, NO_VISION, dimension);
    return new TowerLoader(owner, new RandomTensors(seed), whole).text();
  }

  /** Gaussian entries at a scale that keeps activations finite; norms are the identity. */
  private record RandomTensors(long seed) implements TensorSource {
    @Override
    public Set<String> names() {
      return Set.of();
    }

    @Override
    public float[] read(String name, long... expectedShape) {
      long size = Arrays.stream(expectedShape).reduce(1, Math::multiplyExact);
      float[] values = new float[Math.toIntExact(size)];
      if (name.contains("norm") && name.endsWith(".weight")) {
        Arrays.fill(values, 1f);
      } else if (!name.endsWith(".bias")) {
        SplittableRandom random = new SplittableRandom(seed ^ name.hashCode());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.02 * random.nextGaussian());
        }
      }
      return values;
    }
  }
}
