package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.manager.exchange.VersionDocument.ExportedClass;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/**
 * The numbers of a version as one safetensors file. Classes may have different numbers of vectors,
 * so these stand one below the other, and offsets say where each class begins:
 *
 * <ul>
 *   <li>{@code label_embeddings} F32 (vectors, width): class {@code c} has the rows {@code
 *       label_offsets[c]} up to, without, {@code label_offsets[c + 1]}
 *   <li>{@code label_offsets} I64 (classes + 1)
 *   <li>{@code anchors} F32 (vectors, width), with the same offsets
 *   <li>{@code text_features}, {@code zero_shot_text_features} F32 (classes, d), L2-normalised
 *   <li>{@code image_prototypes} F32 (classes, d), L2-normalised; zeros where a class has none
 *   <li>those of {@link ImageTensors}, if the version has a head on image features
 *   <li>those of {@link ExportedPrompts}, if its classes share trained prompts
 * </ul>
 */
final class VersionTensors {

  private static final String LABELS = "label_embeddings";
  private static final String OFFSETS = "label_offsets";
  private static final String ANCHORS = "anchors";
  static final String TEXT = "text_features";
  private static final String ZERO_SHOT = "zero_shot_text_features";
  private static final String PROTOTYPES = "image_prototypes";

  private VersionTensors() {}

  /**
   * Writes the classes, which must agree in width and dimension, the visual state and the prompts.
   *
   * @throws ExchangeException if they do not, or hold more numbers than one tensor can
   */
  static void write(Version version, Path file) throws IOException {
    List<ClassEmbedding> classes = version.classes();
    long[] offsets = new long[classes.size() + 1];
    for (int c = 0; c < classes.size(); c++) {
      offsets[c + 1] = offsets[c] + classes.get(c).vectors();
    }
    int vectors = Math.toIntExact(offsets[classes.size()]);
    int width = width(classes);
    int d = dimension(classes);
    SafetensorsWriter tensors = new SafetensorsWriter();
    tensors
        .addF32(LABELS, stack(classes, ClassEmbedding::labelEmbedding), vectors, width)
        .addI64(OFFSETS, offsets, offsets.length)
        .addF32(ANCHORS, stack(classes, ClassEmbedding::anchor), vectors, width)
        .addF32(TEXT, textFeatures(classes), classes.size(), d)
        .addF32(ZERO_SHOT, stack(classes, ClassEmbedding::zeroShotTextFeature), classes.size(), d)
        .addF32(
            PROTOTYPES,
            stack(classes, entry -> hasPrototype(entry) ? prototype(entry) : new float[d]),
            classes.size(),
            d);
    version.visual().ifPresent(visual -> ImageTensors.add(tensors, classes, visual));
    version.prompts().ifPresent(prompts -> ExportedPrompts.add(tensors, prompts));
    tensors.write(file);
  }

  /** Whether anything is known of where a class's images lie. */
  static boolean hasPrototype(ClassEmbedding entry) {
    return prototype(entry).length > 0;
  }

  private static float[] prototype(ClassEmbedding entry) {
    return entry.imagePrototype().length > 0 ? entry.imagePrototype() : entry.imageDirection();
  }

  /** The width that all classes have. */
  static int width(List<ClassEmbedding> classes) {
    return same(classes, "widths", ClassEmbedding::width);
  }

  /** The dimension d that the features of all classes have. */
  static int dimension(List<ClassEmbedding> classes) {
    return same(classes, "dimensions", entry -> entry.textFeature().length);
  }

  private static int same(
      List<ClassEmbedding> classes, String what, Function<ClassEmbedding, Integer> of) {
    List<Integer> found = classes.stream().map(of).distinct().toList();
    if (found.size() != 1) {
      throw new ExchangeException("a version with the %s %s has no export".formatted(what, found));
    }
    return found.get(0);
  }

  /** The text features of all classes, one below the other. */
  static float[] textFeatures(List<ClassEmbedding> classes) {
    return stack(classes, ClassEmbedding::textFeature);
  }

  private static float[] stack(
      List<ClassEmbedding> classes, Function<ClassEmbedding, float[]> part) {
    long length = classes.stream().mapToLong(entry -> part.apply(entry).length).sum();
    if (length > Integer.MAX_VALUE / Float.BYTES) {
      throw new ExchangeException(length + " numbers are more than one exported tensor can hold");
    }
    float[] stacked = new float[(int) length];
    int at = 0;
    for (ClassEmbedding entry : classes) {
      float[] row = part.apply(entry);
      System.arraycopy(row, 0, stacked, at, row.length);
      at += row.length;
    }
    return stacked;
  }

  /**
   * Reads classes.
   *
   * @param file of the tensors, for messages
   * @param described the same classes without their numbers, in order
   * @throws org.lammstream.manager.clip.checkpoint.CheckpointException if the file is damaged or a
   *     tensor has another shape
   * @throws ExchangeException if the offsets contradict the description
   */
  static List<ClassEmbedding> read(
      Path file, Safetensors tensors, List<ExportedClass> described, int width, int dimension) {
    int count = described.size();
    long[] offsets = tensors.readI64(OFFSETS, count + 1L);
    long vectors = described.stream().mapToLong(ExportedClass::vectors).sum();
    float[] labels = tensors.read(LABELS, vectors, width);
    float[] anchors = tensors.read(ANCHORS, vectors, width);
    float[] text = tensors.read(TEXT, count, dimension);
    float[] zeroShot = tensors.read(ZERO_SHOT, count, dimension);
    float[] prototypes = tensors.read(PROTOTYPES, count, dimension);
    List<ClassEmbedding> classes = new ArrayList<>();
    int row = 0;
    for (int c = 0; c < count; c++) {
      ExportedClass one = described.get(c);
      int end = row + one.vectors();
      if (offsets[c] != row || offsets[c + 1] != end) {
        throw new ExchangeException(
            "%s: %s gives class '%s' the rows %d to %d, version.json %d to %d"
                .formatted(file, OFFSETS, one.name(), offsets[c], offsets[c + 1], row, end));
      }
      classes.add(
          new ClassEmbedding(
              one.name(),
              one.vectors(),
              width,
              Arrays.copyOfRange(labels, row * width, end * width),
              one.tailTokenIds().stream().mapToInt(Integer::intValue).toArray(),
              Arrays.copyOfRange(anchors, row * width, end * width),
              row(text, c, dimension),
              row(zeroShot, c, dimension),
              one.hasImagePrototype() ? row(prototypes, c, dimension) : new float[0]));
      row = end;
    }
    return classes;
  }

  private static float[] row(float[] values, int row, int length) {
    return Arrays.copyOfRange(values, row * length, (row + 1) * length);
  }
}
