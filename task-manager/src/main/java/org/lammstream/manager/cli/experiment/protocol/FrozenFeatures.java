package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.lammstream.manager.cli.experiment.ExampleImages;
import org.lammstream.manager.cli.experiment.FeatureFile;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.datasets.Example;

/**
 * Features of the frozen image tower, kept in files of a folder. All batches have the same shape,
 * so equal arithmetic for every image. For one thread.
 */
final class FrozenFeatures {
  private static final int BATCH = 32;

  private final ClipModel model;
  private final Path folder;
  private final ExamplePixels pixels;
  private final Map<String, FeatureFile> plain = new HashMap<>();

  /** Of a model, in a folder. */
  FrozenFeatures(ClipModel model, Path folder) {
    this.model = model;
    this.folder = folder;
    this.pixels = new ExamplePixels(model.preprocessor());
  }

  /** Numbers of a feature (d). */
  int dimension() {
    return model.dimension();
  }

  private FeatureFile file(String collection, Optional<ViewDraw> view) throws IOException {
    if (view.isPresent()) { // not held in memory: there are many
      ViewDraw draw = view.get();
      return open("%s-seed-%d-view-%d".formatted(collection, draw.seed(), draw.number()));
    }
    FeatureFile known = plain.get(collection);
    if (known == null) {
      known = open(collection);
      plain.put(collection, known);
    }
    return known;
  }

  private FeatureFile open(String what) throws IOException {
    String name = "features-%.12s-%s.bin".formatted(model.sha256(), what);
    return FeatureFile.open(folder.resolve(name), model.dimension());
  }

  /**
   * Features from a file, which gets those that it lacks.
   *
   * @param collection that the images belong to
   * @param view of the images; the plain centre if empty
   * @param progress hears the fraction that is encoded
   * @return {@code (n · d)}
   */
  float[] kept(
      String collection, List<Example> examples, Optional<ViewDraw> view, DoubleConsumer progress)
      throws IOException {
    FeatureFile file = file(collection, view);
    List<String> keys = examples.stream().map(ExampleImages::key).toList();
    List<Integer> missing =
        IntStream.range(0, keys.size()).filter(i -> !file.has(keys.get(i))).boxed().toList();
    for (int from = 0; from < missing.size(); from += BATCH) {
      List<Integer> batch = missing.subList(from, Math.min(missing.size(), from + BATCH));
      file.add(
          batch.stream().map(keys::get).toList(),
          encode(batch.stream().map(examples::get).toList(), view));
      progress.accept((double) (from + batch.size()) / missing.size());
    }
    return flat(keys.stream().map(file::get).toList());
  }

  /** Features that no file keeps, {@code (n · d)}. */
  float[] fresh(List<Example> examples, Optional<ViewDraw> view) {
    List<float[]> features = new ArrayList<>();
    for (int from = 0; from < examples.size(); from += BATCH) {
      features.addAll(
          encode(examples.subList(from, Math.min(examples.size(), from + BATCH)), view));
    }
    return flat(features);
  }

  private List<float[]> encode(List<Example> examples, Optional<ViewDraw> view) {
    List<PixelImage> batch = new ArrayList<>(BATCH);
    examples.forEach(example -> batch.add(pixels.of(example, view)));
    while (batch.size() < BATCH) {
      batch.add(batch.get(0));
    }
    return Arrays.asList(model.encodeImages(batch)).subList(0, examples.size());
  }

  private float[] flat(List<float[]> features) {
    int d = model.dimension();
    float[] flat = new float[features.size() * d];
    for (int i = 0; i < features.size(); i++) {
      System.arraycopy(features.get(i), 0, flat, i * d, d);
    }
    return flat;
  }
}
