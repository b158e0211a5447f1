package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.store.FeatureKey;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;

/**
 * Image features of a task's examples, through a cache.
 *
 * <p>Images are encoded in groups of fixed composition, and a group with one image missing in the
 * cache is encoded whole: the last bits of a feature depend on its batch, and a task that is
 * processed again after a crash must come to the same bits. Confined to the training thread.
 */
final class ImageFeatures {
  private static final int GROUP = 32;

  private final ClipModel model;
  private final FeatureCache cache;
  private final ImageLocations locations;
  private final ImageGate gate = new ImageGate();

  ImageFeatures(ClipModel model, FeatureCache cache, ImageLocations locations) {
    this.model = model;
    this.cache = cache;
    this.locations = locations;
  }

  /**
   * Examples as the learner takes them.
   *
   * @param features {@code (n · d)} row-major, L2-normalised
   * @param contents digest of each image's bytes; empty where the feature came without one
   * @param squares the images before scaling and normalising; none where nobody asked for them
   */
  record Encoded(float[] features, List<Optional<String>> contents, SquareImages squares) {}

  /**
   * Features of all examples.
   *
   * @param views of an image whose mean is its feature: 1, 2, 4 or 6
   * @param squares whether the images themselves are wanted, too
   * @param progress hears how many are done
   */
  Encoded of(List<Example> examples, int views, boolean squares, IntConsumer progress)
      throws RejectedEventException, InterruptedException {
    checkLocations(examples);
    SquareImages.Builder images =
        new SquareImages.Builder(model.preprocessor(), squares ? examples.size() : 0);
    int dimension = model.dimension();
    float[] features = new float[examples.size() * dimension];
    List<Optional<String>> contents = new ArrayList<>();
    for (int from = 0; from < examples.size(); from += GROUP) {
      if (Thread.interrupted()) {
        throw new InterruptedException("encoding interrupted");
      }
      int to = Math.min(from + GROUP, examples.size());
      List<float[]> group = group(examples.subList(from, to), views, contents, images);
      for (int i = 0; i < group.size(); i++) {
        System.arraycopy(group.get(i), 0, features, (from + i) * dimension, dimension);
      }
      progress.accept(to);
    }
    return new Encoded(features, contents, images.build());
  }

  /** All of them before the first is read: what may not be learned is not begun. */
  private void checkLocations(List<Example> examples) throws RejectedEventException {
    for (Example example : examples) {
      if (example.image() instanceof ImageFile file) {
        locations.check(file.uri());
      }
    }
  }

  private List<float[]> group(
      List<Example> examples,
      int views,
      List<Optional<String>> contents,
      SquareImages.Builder squares)
      throws RejectedEventException {
    List<Optional<FeatureKey>> keys = new ArrayList<>();
    Map<FeatureKey, Image> images = new LinkedHashMap<>(); // in the order of the event
    for (Example example : examples) {
      Optional<Image> image = bytes(example.image()).map(bytes -> new Image(example, bytes));
      if (squares.wantsMore()) {
        decode(image.orElseThrow(), squares::add);
      }
      keys.add(image.map(known -> key(known.bytes(), views)));
      keys.get(keys.size() - 1).ifPresent(key -> images.putIfAbsent(key, image.orElseThrow()));
    }
    keys.forEach(key -> contents.add(key.map(FeatureKey::contentSha256)));
    Map<FeatureKey, float[]> encoded = encoded(images, views);
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      float[] feature = keys.get(i).map(encoded::get).orElse(null);
      features.add(feature != null ? feature : PrecomputedFeature.of(examples.get(i), model));
    }
    return features;
  }

  /** An example's image before decoding. */
  private record Image(Example example, byte[] bytes) {}

  private Map<FeatureKey, float[]> encoded(Map<FeatureKey, Image> images, int views)
      throws RejectedEventException {
    Map<FeatureKey, float[]> features = new HashMap<>();
    for (FeatureKey key : images.keySet()) {
      cache.feature(key).ifPresent(feature -> features.put(key, feature));
    }
    if (features.size() == images.size()) {
      return features;
    }
    List<FeatureKey> keys = List.copyOf(images.keySet());
    ViewEncoder.Group group = new ViewEncoder(model, views).group();
    for (Image image : images.values()) {
      decode(image, group::add);
    }
    float[][] fresh = group.features();
    Map<FeatureKey, float[]> missing = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (features.putIfAbsent(keys.get(i), fresh[i]) == null) {
        missing.put(keys.get(i), fresh[i]);
      }
    }
    cache.put(missing);
    return features;
  }

  private Optional<byte[]> bytes(ImageSource source) throws RejectedEventException {
    if (source instanceof ImageFile file) {
      return Optional.of(locations.read(file.uri()));
    }
    return source instanceof InlineImage inline ? Optional.of(inline.bytes()) : Optional.empty();
  }

  private FeatureKey key(byte[] image, int views) {
    return new FeatureKey(model.sha256(), Sha256.hex(image), FeatureKey.meanOf(views));
  }

  /** What cannot be decoded, or cut to the tower's square, is refused. */
  private void decode(Image image, Consumer<RgbImage> use) throws RejectedEventException {
    try {
      use.accept(gate.decode(image.bytes()));
    } catch (ImageRejectedException e) {
      Reason reason =
          switch (e.kind()) {
            case UNREADABLE -> Reason.UNREADABLE_IMAGE;
            case TOO_LARGE -> Reason.IMAGE_TOO_LARGE;
          };
      throw new RejectedEventException(
          new Rejection(reason, Stage.ENCODE, describe(image.example()) + ": " + e.getMessage()),
          e);
    }
  }

  private static String describe(Example example) {
    String what =
        example.image() instanceof ImageFile file
            ? RemoteImages.shown(file.uri())
            : "an inline image";
    return what + " of class '" + example.label() + "'";
  }
}
