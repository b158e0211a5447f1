package org.lammstream.manager.lamm;

/**
 * Stochastic gradient descent with momentum and weight decay as PyTorch defines it (no dampening,
 * not Nesterov): {@code v ← μ v + g + w·p; p ← p − η v}.
 *
 * <p>It works on plain arrays: label embeddings are small, the result does not depend on the
 * engine, and no tensor outlives its step. Not thread-safe.
 */
final class Sgd {

  private final float momentum;
  private final float weightDecay;
  private final float[] velocity;

  Sgd(int parameters, double momentum, double weightDecay) {
    this.momentum = (float) momentum;
    this.weightDecay = (float) weightDecay;
    this.velocity = new float[parameters];
  }

  /** Moves the parameters in place by one step. */
  void step(float[] parameters, float[] gradient, double learningRate) {
    float rate = (float) learningRate;
    for (int i = 0; i < parameters.length; i++) {
      velocity[i] = momentum * velocity[i] + (gradient[i] + weightDecay * parameters[i]);
      parameters[i] -= rate * velocity[i];
    }
  }

  float[] velocity() {
    return velocity.clone();
  }
}
