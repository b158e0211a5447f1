package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.lammstream.manager.cli.experiment.EncodedImages.ClassImages;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/** Image features kept in a file, so that an experiment that goes on does not encode again. */
final class EncodedImagesFile {
  private static final int GROUP = 32;

  private final Path file;
  private final ClipModel model;
  private final ViewEncoder encoder;

  /** In this folder, for one model and number of views. */
  EncodedImagesFile(Path folder, ClipModel model, int views) {
    this.file = folder.resolve("features-%.12s-views-%d.bin".formatted(model.sha256(), views));
    this.model = model;
    this.encoder = new ViewEncoder(model, views);
  }

  /**
   * What the file has, and what it lacks encoded and written to it.
   *
   * @param progress hears the fraction that is done
   */
  EncodedImages get(DataSet data, List<String> classes, DoubleConsumer progress)
      throws IOException {
    FeatureFile features = FeatureFile.open(file, model.dimension());
    List<List<Example>> train = data.byLabel(data.train());
    List<List<Example>> test = data.byLabel(data.test());
    Map<String, ClassImages> encoded = new LinkedHashMap<>();
    for (String name : classes) {
      int label = data.classNames().indexOf(name);
      encoded.put(
          name, new ClassImages(of(features, train.get(label)), of(features, test.get(label))));
      progress.accept((double) encoded.size() / classes.size());
    }
    return new EncodedImages(model.dimension(), encoded);
  }

  /** In groups of the same images every time, which have equal features, bit for bit. */
  private float[] of(FeatureFile features, List<Example> images) throws IOException {
    List<String> keys = images.stream().map(ExampleImages::key).toList();
    for (int from = 0; from < images.size(); from += GROUP) {
      int to = Math.min(images.size(), from + GROUP);
      if (!keys.subList(from, to).stream().allMatch(features::has)) {
        features.add(keys.subList(from, to), encode(images.subList(from, to)));
      }
    }
    float[] flat = new float[keys.size() * model.dimension()];
    for (int i = 0; i < keys.size(); i++) {
      System.arraycopy(
          features.get(keys.get(i)), 0, flat, i * model.dimension(), model.dimension());
    }
    return flat;
  }

  private List<float[]> encode(List<Example> images) {
    List<RgbImage> group = new ArrayList<>();
    images.forEach(image -> group.add(ExampleImages.decode(image)));
    return List.of(encoder.encode(group));
  }
}
