package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Test kit: a task as the published code sets it up, on either text path. */
final class PublishedTask implements AutoCloseable {

  final LearnerConfiguration configuration;
  final AlignmentPlan plan;
  final TextPath path;
  private final PrefixTextEncoder encoder;

  PublishedTask(ClipModel model, List<String> classNames, Path kind) {
    this.configuration = LearnerConfiguration.published();
    PromptTemplate template = PromptTemplate.of(model.tokenizer(), configuration.context());
    List<ClassPrompt> prompts =
        template.classes(model.tokenizer(), model.textTower(), configuration.tokens(), classNames);
    PromptRows rows = PromptRows.of(template, prompts);
    NDManager manager = model.manager();
    this.encoder = new PrefixTextEncoder(manager, model.textTower(), template.prefix());
    this.path =
        switch (kind) {
          case CACHED -> new CachedTextPath(manager, encoder, rows);
          case NAIVE -> new NaiveTextPath(manager, model.textTower(), template, rows);
        };
    AlignmentPlan bare = new AlignmentPlan(prompts, List.of(), List.of(), List.of());
    this.plan =
        new AlignmentPlan(prompts, features(model, bare.initialEmbeddings()), List.of(), List.of());
  }

  /** Text features for given label embeddings. */
  List<float[]> features(ClipModel model, float[] embeddings) {
    try (NDManager scope = model.manager().newSubManager()) {
      float[] flat =
          path.features(scope.create(embeddings).reshape(-1, model.width())).toFloatArray();
      int d = model.dimension();
      return IntStream.range(0, flat.length / d)
          .mapToObj(i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d))
          .toList();
    }
  }

  /** Image features of a stored pixel array {@code (n, 3, 32, 32)}. */
  static float[] imageFeatures(ClipModel model, java.nio.file.Path pixels) {
    float[] all = Npy.read(pixels).floats();
    int length = 3 * 32 * 32;
    List<org.lammstream.manager.clip.image.PixelImage> images = new ArrayList<>();
    for (int from = 0; from < all.length; from += length) {
      images.add(
          new org.lammstream.manager.clip.image.PixelImage(
              32, Arrays.copyOfRange(all, from, from + length)));
    }
    float[][] features = model.encodeImages(images);
    float[] flat = new float[features.length * model.dimension()];
    for (int i = 0; i < features.length; i++) {
      System.arraycopy(features[i], 0, flat, i * model.dimension(), model.dimension());
    }
    return flat;
  }

  AlignmentRun.Dimensions dimensions(ClipModel model) {
    return new AlignmentRun.Dimensions(model.dimension(), model.width(), model.logitScale());
  }

  @Override
  public void close() {
    path.close();
    encoder.close();
  }
}
