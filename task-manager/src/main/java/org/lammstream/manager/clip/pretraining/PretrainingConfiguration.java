package org.lammstream.manager.clip.pretraining;

/**
 * The size of the model and how it is trained. The learned function depends on nothing else but the
 * machine's arithmetic.
 *
 * @param imageSize edge of the images in pixels
 * @param patchSize edge of a patch in pixels; divides the image size
 * @param width of both towers' residual streams
 * @param heads of both towers; divides the width
 * @param imageLayers blocks of the image tower
 * @param textLayers blocks of the text tower
 * @param dimension of the features
 * @param contextLength most tokens of a prompt, special tokens included
 * @param merges most merges of the tokenizer
 * @param batch pictures per step, each of another class
 * @param steps of the optimiser
 * @param warmUp steps of linearly growing learning rate
 * @param learningRate the highest
 * @param weightDecay of the matrices, decoupled
 * @param seed of weights, pictures and captions
 */
public record PretrainingConfiguration(
    int imageSize,
    int patchSize,
    int width,
    int heads,
    int imageLayers,
    int textLayers,
    int dimension,
    int contextLength,
    int merges,
    int batch,
    int steps,
    int warmUp,
    float learningRate,
    float weightDecay,
    long seed) {

  /** Steps that are reported as one epoch. */
  public static final int STEPS_PER_EPOCH = 100;

  public PretrainingConfiguration {
    if (imageSize % patchSize != 0 || width % heads != 0) {
      throw new IllegalArgumentException("patches must tile the image, and heads the width");
    }
    if (batch < 2 || steps < 1) {
      throw new IllegalArgumentException("at least one step over at least two pictures is needed");
    }
  }

  /** What the built-in checkpoint was made with. */
  public static PretrainingConfiguration defaults() {
    return new PretrainingConfiguration(
        48, 8, 128, 4, 4, 3, 128, 77, 400, 64, 4000, 200, 1.5e-3f, 0.1f, 1);
  }

  /** The same with another number of epochs of {@link #STEPS_PER_EPOCH} steps. */
  public PretrainingConfiguration withEpochs(int epochs) {
    return withSteps(Math.multiplyExact(epochs, STEPS_PER_EPOCH));
  }

  /** The same with another number of steps. */
  public PretrainingConfiguration withSteps(int newSteps) {
    return new PretrainingConfiguration(
        imageSize,
        patchSize,
        width,
        heads,
        imageLayers,
        textLayers,
        dimension,
        contextLength,
        merges,
        batch,
        newSteps,
        warmUp,
        learningRate,
        weightDecay,
        seed);
  }

  /** The same with another seed. */
  public PretrainingConfiguration withSeed(long newSeed) {
    return new PretrainingConfiguration(
        imageSize,
        patchSize,
        width,
        heads,
        imageLayers,
        textLayers,
        dimension,
        contextLength,
        merges,
        batch,
        steps,
        warmUp,
        learningRate,
        weightDecay,
        newSeed);
  }

  /** The learning rate of a step, counted from 1: linear warm-up, then half a cosine to zero. */
  float learningRate(int step) {
    if (step <= warmUp) {
      return learningRate * step / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return (float) (learningRate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done))));
  }
}
