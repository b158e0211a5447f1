package org.lammstream.manager.clip.checkpoint;

/** The activation inside a transformer block's MLP. */
public enum Activation {
  /** {@code x * sigmoid(1.702 x)}, what OpenAI's checkpoints use. */
  QUICK_GELU,
  /** {@code x * Phi(x)} with the exact error function, e.g. LAION's checkpoints. */
  GELU
}
