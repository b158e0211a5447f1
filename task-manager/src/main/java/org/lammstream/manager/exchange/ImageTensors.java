package org.lammstream.manager.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;
import org.lammstream.store.VisualState;

/**
 * What a version knows of its images, in double precision, bit for bit: {@code image_sums} F64
 * (classes, rows), {@code image_weights} F64 (classes), {@code gram} F64 (rows (rows + 1) / 2), the
 * lower triangle of {@code Σ x xᵀ} row by row, and {@code scatter}, of the same shape, without what
 * the classes' means make up.
 */
final class ImageTensors {

  private static final String SUMS = "image_sums";
  private static final String WEIGHTS = "image_weights";
  private static final String GRAM = "gram";
  private static final String SCATTER = "scatter";

  private ImageTensors() {}

  static void add(SafetensorsWriter tensors, List<ClassEmbedding> classes, VisualState visual) {
    int rows = visual.dimension();
    double[] sums = new double[checkedSize((long) classes.size() * rows)];
    for (int c = 0; c < classes.size(); c++) {
      System.arraycopy(classes.get(c).images().sum(), 0, sums, c * rows, rows);
    }
    tensors
        .addF64(SUMS, sums, classes.size(), rows)
        .addF64(
            WEIGHTS,
            classes.stream().mapToDouble(ClassEmbedding::imageWeight).toArray(),
            classes.size())
        .addF64(GRAM, visual.gram(), visual.gram().length)
        .addF64(SCATTER, visual.scatter(), visual.scatter().length);
  }

  /** Whether a version's tensors have any of them. */
  static boolean areIn(Safetensors tensors) {
    return tensors.names().contains(GRAM);
  }

  private static int checkedSize(long numbers) {
    if (numbers > Integer.MAX_VALUE / Double.BYTES) {
      throw new ExchangeException(numbers + " numbers are more than one exported tensor can hold");
    }
    return (int) numbers;
  }

  /**
   * The classes with what is known of their images. Sums of features as they are stand for
   * prototypes, which are not kept then.
   *
   * @param classes as {@link VersionTensors} read them
   * @throws IllegalArgumentException if there are counts of other classes
   */
  static List<ClassEmbedding> complete(
      Safetensors tensors, List<ClassEmbedding> classes, ExportedImages images) {
    int count = classes.size();
    if (images.counts().size() != count) {
      throw new IllegalArgumentException(
          "%d counts of images for %d classes".formatted(images.counts().size(), count));
    }
    if (images.tasks().stream().mapToInt(Integer::intValue).sum() != count) {
      throw new IllegalArgumentException(
          "tasks of %s classes for %d classes".formatted(images.tasks(), count));
    }
    int rows = images.rows();
    double[] sums = tensors.readF64(SUMS, count, rows);
    double[] weights = tensors.readF64(WEIGHTS, count);
    boolean prototypes = images.scoring().expansion() > 0;
    List<ClassEmbedding> complete = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      ClassEmbedding entry = classes.get(c);
      double[] sum = Arrays.copyOfRange(sums, c * rows, (c + 1) * rows);
      complete.add(
          new ClassEmbedding(
              entry.name(),
              entry.vectors(),
              entry.width(),
              entry.labelEmbedding(),
              entry.tailTokenIds(),
              entry.anchor(),
              entry.textFeature(),
              entry.zeroShotTextFeature(),
              prototypes ? entry.imagePrototype() : new float[0],
              weights[c],
              new ImageSum(sum, images.counts().get(c))));
    }
    return complete;
  }

  static VisualState visualState(Safetensors tensors, ExportedImages images) {
    long rows = images.rows();
    long triangle = rows * (rows + 1) / 2;
    return new VisualState(
        images.scoring(),
        tensors.readF64(GRAM, triangle),
        tensors.readF64(SCATTER, triangle),
        images.tasks());
  }
}
