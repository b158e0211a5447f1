package org.lammstream.store;

import java.util.Arrays;

/**
 * What a version knows about one class. The arrays are neither copied nor protected: whoever makes
 * or reads an entry must not modify them afterwards. Two entries are equal when every bit of their
 * numbers is.
 *
 * @param name class name, not blank
 * @param vectors how many trained vectors stand in the prompt in place of the name (k)
 * @param width width of the text encoder
 * @param labelEmbedding the trained vectors, {@code vectors * width}, row-major
 * @param tailTokenIds frozen name tokens behind the trained vectors, usually empty
 * @param anchor what the label embedding was held to, {@code vectors * width}, row-major
 * @param textFeature L2-normalised text feature of the prompt, {@code d}
 * @param zeroShotTextFeature L2-normalised text feature of the untrained prompt, {@code d}
 * @param imagePrototype L2-normalised mean of the image features it was aligned to, {@code d};
 *     empty where unknown
 * @param imageWeight length of the sum of these image features, of which the prototype is the
 *     direction: prototype times weight, plus the sum of further images' features, gives the
 *     prototype of all; 0 where unknown, as in entries of formats before 3
 * @param images the sum of its image features; where it is known, prototype and weight are not kept
 */
public record ClassEmbedding(
    String name,
    int vectors,
    int width,
    float[] labelEmbedding,
    int[] tailTokenIds,
    float[] anchor,
    float[] textFeature,
    float[] zeroShotTextFeature,
    float[] imagePrototype,
    double imageWeight,
    ImageSum images) {

  /** An entry whose image sum is unknown. */
  public ClassEmbedding(
      String name,
      int vectors,
      int width,
      float[] labelEmbedding,
      int[] tailTokenIds,
      float[] anchor,
      float[] textFeature,
      float[] zeroShotTextFeature,
      float[] imagePrototype,
      double imageWeight) {
    this(
        name,
        vectors,
        width,
        labelEmbedding,
        tailTokenIds,
        anchor,
        textFeature,
        zeroShotTextFeature,
        imagePrototype,
        imageWeight,
        ImageSum.UNKNOWN);
  }

  /** An entry whose image weight is unknown. */
  public ClassEmbedding(
      String name,
      int vectors,
      int width,
      float[] labelEmbedding,
      int[] tailTokenIds,
      float[] anchor,
      float[] textFeature,
      float[] zeroShotTextFeature,
      float[] imagePrototype) {
    this(
        name,
        vectors,
        width,
        labelEmbedding,
        tailTokenIds,
        anchor,
        textFeature,
        zeroShotTextFeature,
        imagePrototype,
        0);
  }

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException for a blank name, an array whose length contradicts the shape
   *     or a weight that cannot be one
   */
  public ClassEmbedding {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a class needs a name");
    }
    if (vectors < 0 || width < 1) {
      throw new IllegalArgumentException(
          "class \"" + name + "\": impossible shape (" + vectors + ", " + width + ")");
    }
    long entries = (long) vectors * width;
    if (labelEmbedding.length != entries || anchor.length != entries) {
      throw new IllegalArgumentException(
          "class \""
              + name
              + "\": shape ("
              + vectors
              + ", "
              + width
              + ") needs "
              + entries
              + " numbers, label embedding has "
              + labelEmbedding.length
              + ", anchor "
              + anchor.length);
    }
    if (textFeature.length != zeroShotTextFeature.length) {
      throw new IllegalArgumentException(
          "class \"" + name + "\": text features of different dimensions");
    }
    if (imagePrototype.length != 0 && imagePrototype.length != textFeature.length) {
      throw new IllegalArgumentException(
          "class \"" + name + "\": image prototype and text feature of different dimensions");
    }
    if (!(imageWeight >= 0 && imageWeight <= Double.MAX_VALUE)
        || (imageWeight > 0 && imagePrototype.length == 0)) {
      throw new IllegalArgumentException(
          "class \"" + name + "\": impossible image weight " + imageWeight);
    }
  }

  /**
   * The direction of the mean image feature, {@code d} numbers, L2-normalised: from the sum of the
   * features where that is kept, else the prototype. Empty where unknown.
   */
  public float[] imageDirection() {
    double length = sumLength();
    if (length == 0) {
      return imagePrototype;
    }
    float[] direction = new float[textFeature.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (images.sum()[i] / length);
    }
    return direction;
  }

  /** Length of the sum of the image features; 0 where unknown. */
  public double imageLength() {
    double length = sumLength();
    return length == 0 ? imageWeight : length;
  }

  /** 0 where the sum is not one of features as they are. */
  private double sumLength() {
    if (images.sum().length != textFeature.length) {
      return 0;
    }
    double squares = 0;
    for (double value : images.sum()) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassEmbedding that
        && name.equals(that.name)
        && vectors == that.vectors
        && width == that.width
        && Arrays.equals(labelEmbedding, that.labelEmbedding)
        && Arrays.equals(tailTokenIds, that.tailTokenIds)
        && Arrays.equals(anchor, that.anchor)
        && Arrays.equals(textFeature, that.textFeature)
        && Arrays.equals(zeroShotTextFeature, that.zeroShotTextFeature)
        && Arrays.equals(imagePrototype, that.imagePrototype)
        && Double.compare(imageWeight, that.imageWeight) == 0
        && images.equals(that.images);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(labelEmbedding);
  }

  @Override
  public String toString() {
    return "ClassEmbedding[" + name + ", (" + vectors + ", " + width + ")]";
  }
}
