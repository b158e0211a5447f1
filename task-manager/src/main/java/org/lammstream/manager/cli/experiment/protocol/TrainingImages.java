package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.lamm.FeatureSource;
import org.lammstream.manager.lamm.PromptImages;

/** Training images as its method wants them. */
final class TrainingImages {
  /** Of features that are held in memory; more are read from their files in every epoch. */
  private static final long MOST_NUMBERS = 1L << 28;

  private final String collection;
  private final Views views;
  private final long seed;
  private final int epochs;
  private final List<Example> examples;

  /**
   * Images of a collection.
   *
   * @param seed of the run
   * @param epochs of its training
   */
  TrainingImages(String collection, Views views, long seed, int epochs, List<Example> examples) {
    this.collection = collection;
    this.views = views;
    this.seed = seed;
    this.epochs = epochs;
    this.examples = List.copyOf(examples);
  }

  /** Pixels, for methods with prompts in the image tower. */
  PromptImages pixels(ExamplePixels pixels) {
    return new PromptImages.Pixels(
        (indexes, epoch) ->
            pixels.batch(Arrays.stream(indexes).mapToObj(examples::get).toList(), view(epoch)));
  }

  /**
   * Features, for the others.
   *
   * @param progress hears the fraction that is encoded
   */
  PromptImages features(FrozenFeatures frozen, DoubleConsumer progress) throws IOException {
    if (views instanceof Views.EveryEpoch) {
      return new PromptImages.FreshFeatures(once(epoch -> frozen.fresh(examples, view(epoch))));
    }
    int count = views instanceof Views.Cached cached ? cached.count() : 1;
    int used = Math.min(count, epochs);
    boolean few = (long) used * examples.size() * frozen.dimension() <= MOST_NUMBERS;
    List<float[]> encoded = new ArrayList<>();
    for (int v = 0; v < used; v++) {
      int done = v;
      float[] features =
          frozen.kept(collection, examples, view(v), part -> progress.accept((done + part) / used));
      if (few) {
        encoded.add(features);
      }
    }
    return few
        ? new PromptImages.Features(encoded)
        : new PromptImages.FreshFeatures(once(epoch -> read(frozen, epoch)));
  }

  private float[] read(FrozenFeatures frozen, int epoch) {
    try {
      return frozen.kept(collection, examples, view(epoch), part -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<ViewDraw> view(int epoch) {
    return views.at(seed, epoch);
  }

  /** Asks for the features of an epoch once, however many its steps. */
  private static FeatureSource once(FeatureSource source) {
    return new FeatureSource() {
      private int current = -1;
      private float[] features = {};

      @Override
      public float[] epoch(int epoch) {
        if (epoch != current) {
          features = source.epoch(epoch);
          current = epoch;
        }
        return features;
      }
    };
  }
}
