package org.lammstream.manager.clip.pretraining;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights and the optimiser's steps on them. Confined to one thread. */
final class Trainer implements AutoCloseable {

  /** OpenAI's bound on the factor before the softmax. */
  private static final float LARGEST_LOG_SCALE = (float) Math.log(100);

  private static final float SECOND_MOMENT_DECAY = 0.98f;
  private static final String LOG_SCALE = "logit_scale";

  private final PretrainingConfiguration configuration;
  private final HuggingFaceTokenizer tokenizer;
  private final NDManager owner;
  private final Map<String, NDArray> weights;
  private final ContrastiveLoss loss;
  private final Optimizer decaying;
  private final Optimizer plain;

  /** A trainer of fresh weights; the tokenizer stays the caller's. */
  Trainer(PretrainingConfiguration configuration, HuggingFaceTokenizer tokenizer, int vocabulary) {
    this.configuration = configuration;
    this.tokenizer = tokenizer;
    owner = NDManager.newBaseManager();
    weights = Weights.create(owner, configuration, vocabulary);
    loss = new ContrastiveLoss(owner, configuration.batch());
    decaying = optimizer(configuration.weightDecay());
    plain = optimizer(0);
  }

  private Optimizer optimizer(float weightDecay) {
    Tracker rate = configuration::learningRate;
    return Optimizer.adamW()
        .optLearningRateTracker(rate)
        .optBeta2(SECOND_MOMENT_DECAY)
        .optWeightDecays(weightDecay)
        .build();
  }

  /** One step on the batch; returns its loss before the step. */
  double step(PictureStream.Batch batch) {
    try (NDManager step = owner.newSubManager()) {
      lend(step);
      double value;
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        TrainableTowers towers = new TrainableTowers(step, weights, configuration);
        NDArray images = towers.images(PixelStatistics.normalise(step, batch.pictures()));
        NDArray texts = texts(towers, batch.captions());
        NDArray batchLoss = loss.of(images, texts, weight(LOG_SCALE));
        collector.backward(batchLoss);
        value = batchLoss.getFloat();
      }
      weights.forEach(this::update);
      return value;
    }
  }

  private void update(String name, NDArray weight) {
    NDArray gradient = weight.getGradient();
    Optimizer optimizer = decays(name) ? decaying : plain;
    optimizer.update(name, weight, gradient);
    gradient.subi(gradient);
    if (name.equals(LOG_SCALE) && weight.getFloat() > LARGEST_LOG_SCALE) {
      weight.set(new float[] {LARGEST_LOG_SCALE});
    }
  }

  /** Matrices decay; biases, norms and embeddings, which each step touches in part, do not. */
  private static boolean decays(String name) {
    return name.endsWith(".weight") && !name.contains("norm") && !name.contains("embeddings");
  }

  /** Features of pictures, row by row. */
  float[][] images(List<java.awt.image.BufferedImage> pictures) {
    try (NDManager step = owner.newSubManager()) {
      lend(step);
      return rows(
          new TrainableTowers(step, weights, configuration)
              .images(PixelStatistics.normalise(step, pictures)));
    }
  }

  /** Features of captions, row by row. */
  float[][] texts(List<String> captions) {
    try (NDManager step = owner.newSubManager()) {
      lend(step);
      return rows(texts(new TrainableTowers(step, weights, configuration), captions));
    }
  }

  private NDArray texts(TrainableTowers towers, List<String> captions) {
    TokenRows rows = TokenRows.of(tokenizer, captions, configuration.contextLength());
    return towers.texts(rows.ids(), rows.endOfText());
  }

  /** All weights as arrays in C order, by Hugging Face name. */
  Map<String, NamedTensor> tensors() {
    Map<String, NamedTensor> copies = new LinkedHashMap<>();
    weights.forEach(
        (name, weight) ->
            copies.put(name, new NamedTensor(weight.toFloatArray(), weight.getShape().getShape())));
    return copies;
  }

  /** A weight's values and its shape. */
  record NamedTensor(float[] values, long[] shape) {}

  /** What the step derives from the weights belongs to the step, if the weights do meanwhile. */
  private void lend(NDManager step) {
    weights.values().forEach(weight -> weight.tempAttach(step));
  }

  private NDArray weight(String name) {
    NDArray weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("no weight is called " + name);
    }
    return weight;
  }

  private static float[][] rows(NDArray features) {
    int width = Math.toIntExact(features.getShape().get(1));
    float[] flat = features.toFloatArray();
    float[][] rows = new float[flat.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = java.util.Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    owner.close();
  }
}
