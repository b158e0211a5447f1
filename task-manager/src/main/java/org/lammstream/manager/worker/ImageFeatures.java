package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/**
 * Image features of a task's examples, through the store's cache.
 *
 * <p>Images are encoded in groups of fixed composition, and a group with one image missing in the
 * cache is encoded whole: the last bits of a feature depend on its batch, and a task that is
 * processed again after a crash must come to the same bits. Confined to the training thread.
 */
final class ImageFeatures {
  private static final int GROUP = 32;
  private static final String VIEW = "center";

  private final ClipModel model;
  private final EmbeddingStore cache;
  private final ImageLocations locations;

  ImageFeatures(ClipModel model, EmbeddingStore cache, ImageLocations locations) {
    this.model = model;
    this.cache = cache;
    this.locations = locations;
  }

  /**
   * Features of all examples.
   *
   * @param progress hears how many are done
   * @return {@code (n · d)} row-major, L2-normalised
   */
  float[] of(List<Example> examples, IntConsumer progress)
      throws RejectedEventException, InterruptedException {
    int dimension = model.dimension();
    float[] features = new float[examples.size() * dimension];
    for (int from = 0; from < examples.size(); from += GROUP) {
      if (Thread.interrupted()) {
        throw new InterruptedException("encoding interrupted");
      }
      int to = Math.min(from + GROUP, examples.size());
      List<float[]> group = group(examples.subList(from, to));
      for (int i = 0; i < group.size(); i++) {
        System.arraycopy(group.get(i), 0, features, (from + i) * dimension, dimension);
      }
      progress.accept(to);
    }
    return features;
  }

  private List<float[]> group(List<Example> examples) throws RejectedEventException {
    List<Optional<FeatureKey>> keys = new ArrayList<>();
    Map<FeatureKey, Example> examplesByKey = new LinkedHashMap<>();
    Map<FeatureKey, byte[]> images = new HashMap<>();
    for (Example example : examples) {
      Optional<byte[]> bytes = bytes(example.image());
      Optional<FeatureKey> key = bytes.map(image -> key(image));
      keys.add(key);
      if (key.isPresent()) {
        images.put(key.get(), bytes.get());
        examplesByKey.putIfAbsent(key.get(), example);
      }
    }
    Map<FeatureKey, float[]> known = encoded(examplesByKey, images);
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Optional<FeatureKey> key = keys.get(i);
      features.add(
          key.isPresent() ? known.get(key.get()) : Precomputed.checked(examples.get(i), model));
    }
    return features;
  }

  private Map<FeatureKey, float[]> encoded(
      Map<FeatureKey, Example> examples, Map<FeatureKey, byte[]> images)
      throws RejectedEventException {
    Map<FeatureKey, float[]> features = new HashMap<>();
    for (FeatureKey key : examples.keySet()) {
      cache
          .feature(key)
          .filter(feature -> feature.length == model.dimension())
          .ifPresent(feature -> features.put(key, feature));
    }
    if (features.size() == examples.size()) {
      return features;
    }
    List<FeatureKey> order = List.copyOf(examples.keySet());
    List<PixelImage> pixels = new ArrayList<>();
    for (FeatureKey key : order) {
      pixels.add(pixels(examples.get(key), images.get(key)));
    }
    float[][] fresh = model.encodeImages(pixels);
    Map<FeatureKey, float[]> missing = new HashMap<>();
    for (int i = 0; i < fresh.length; i++) {
      if (features.putIfAbsent(order.get(i), fresh[i]) == null) {
        missing.put(order.get(i), fresh[i]);
      }
    }
    cache.putFeatures(missing);
    return features;
  }

  private Optional<byte[]> bytes(ImageSource source) throws RejectedEventException {
    if (source instanceof ImageFile file) {
      return Optional.of(locations.read(file.uri()));
    }
    return source instanceof InlineImage inline ? Optional.of(inline.bytes()) : Optional.empty();
  }

  private FeatureKey key(byte[] image) {
    return new FeatureKey(model.sha256(), Sha256.hex(image), VIEW);
  }

  private PixelImage pixels(Example example, byte[] image) throws RejectedEventException {
    try {
      return model.preprocessor().apply(ImageGate.decode(image));
    } catch (ImageRejectedException e) {
      Reason reason =
          switch (e.kind()) {
            case UNREADABLE -> Reason.UNREADABLE_IMAGE;
            case TOO_LARGE -> Reason.IMAGE_TOO_LARGE;
          };
      throw new RejectedEventException(
          new org.lammstream.stream.event.Rejection(
              reason, Stage.ENCODE, describe(example) + ": " + e.getMessage()),
          e);
    }
  }

  private static String describe(Example example) {
    String what =
        example.image() instanceof ImageFile file ? file.uri().toString() : "an inline image";
    return what + " of class '" + example.label() + "'";
  }

  /** Features that came with the event. */
  private static final class Precomputed {
    static float[] checked(Example example, ClipModel model) throws RejectedEventException {
      if (!(example.image() instanceof ImageFeature feature)) {
        throw new IllegalStateException("an image without bytes: " + example);
      }
      if (!feature.checkpointSha256().equals(model.sha256())) {
        throw mismatch(
            "feature of checkpoint %s, this worker has %s"
                .formatted(feature.checkpointSha256(), model.sha256()));
      }
      float[] values = feature.values();
      if (values.length != model.dimension()) {
        throw mismatch(
            "feature of dimension %d, this checkpoint has %d"
                .formatted(values.length, model.dimension()));
      }
      double sum = 0;
      for (float value : values) {
        sum += (double) value * value;
      }
      if (!(Math.abs(sum - 1) < 1e-3)) {
        throw mismatch("feature of length %.4f, it must be L2-normalised".formatted(Math.sqrt(sum)));
      }
      return values;
    }

    private static RejectedEventException mismatch(String message) {
      return new RejectedEventException(Reason.FEATURE_MISMATCH, Stage.ENCODE, message);
    }
  }
}
