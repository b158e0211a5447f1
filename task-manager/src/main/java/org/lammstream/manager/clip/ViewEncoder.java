package org.lammstream.manager.clip;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.manager.clip.image.ImageView;
import org.lammstream.manager.clip.image.ImageViews;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.image.RgbImage;

/**
 * Encodes images by several views each: the feature of an image is the normalised mean of its
 * views' features, and with one view the feature of that view, untouched. Thread-safe; the model
 * stays its owner's.
 */
public final class ViewEncoder {
  private static final int BATCH = 32;

  private final ClipModel model;
  private final List<ImageView> views;

  /**
   * An encoder.
   *
   * @param views per image: 1, 2, 4 or 6
   * @throws IllegalArgumentException if it is another number
   */
  public ViewEncoder(ClipModel model, int views) {
    this.model = model;
    this.views = ImageViews.of(views);
  }

  /**
   * An image's views in their order, ready for the image tower.
   *
   * @throws org.lammstream.manager.clip.image.ImageRejectedException if its proportions are absurd
   */
  public List<PixelImage> pixels(RgbImage image) {
    return views.stream().map(view -> model.preprocessor().apply(image, view)).toList();
  }

  /**
   * Encodes images, a bounded number of views at a time.
   *
   * @return per image its L2-normalised feature, {@code d} numbers
   * @throws org.lammstream.manager.clip.image.ImageRejectedException if the proportions of one are
   *     absurd
   */
  public float[][] encode(List<RgbImage> images) {
    Group group = new Group(false);
    images.forEach(group::add);
    return group.features();
  }

  /**
   * A group of images that come one after the other. All its batches have the same shape, so equal
   * arithmetic for every image: equal groups have equal features, bit for bit.
   */
  public Group group() {
    return new Group(true);
  }

  /** Images on their way through the encoder: no more than a batch is held. For one thread. */
  public final class Group {
    private final boolean fill;
    private final List<PixelImage> batch = new ArrayList<>(BATCH);
    private final List<float[]> encoded = new ArrayList<>(); // per view

    private Group(boolean fill) {
      this.fill = fill;
    }

    /**
     * One more image, of which nothing is kept but its views.
     *
     * @throws org.lammstream.manager.clip.image.ImageRejectedException if its proportions are
     *     absurd
     */
    public void add(RgbImage image) {
      for (PixelImage view : pixels(image)) {
        batch.add(view);
        if (batch.size() == BATCH) {
          encode(BATCH);
        }
      }
    }

    /** The images' L2-normalised features, in the order in which they came; ends the group. */
    public float[][] features() {
      int rest = batch.size();
      while (fill && rest > 0 && batch.size() < BATCH) {
        batch.add(batch.get(0));
      }
      encode(rest);
      float[][] features = new float[encoded.size() / views.size()][];
      for (int i = 0; i < features.length; i++) {
        int from = i * views.size();
        features[i] = mean(encoded.subList(from, from + views.size()));
      }
      return features;
    }

    private void encode(int wanted) {
      encoded.addAll(List.of(model.encodeImages(batch)).subList(0, wanted));
      batch.clear();
    }
  }

  /**
   * The feature of an image. Added up in double precision in the order of the views, so that equal
   * features of views give equal bits.
   *
   * @param features of its views, each L2-normalised, {@code d} numbers; one or more
   */
  public static float[] mean(List<float[]> features) {
    float[] first = features.get(0);
    if (features.size() == 1) {
      return first;
    }
    double[] sum = new double[first.length];
    for (float[] feature : features) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += feature[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / length);
    }
    return mean;
  }
}
