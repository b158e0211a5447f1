package org.lammstream.manager.clip.image;

import java.util.List;

/** The views of an image whose mean is its feature. */
public final class ImageViews {
  private static final double NEAR = 64.0 / 52;
  private static final double NEARER = 64.0 / 44;
  private static final List<ImageView> ALL =
      List.of(
          ImageView.PLAIN,
          new ImageView(1, true),
          new ImageView(NEAR, false),
          new ImageView(NEAR, true),
          new ImageView(NEARER, false),
          new ImageView(NEARER, true));

  private ImageViews() {}

  /**
   * The first views of the one list there is, so that more views only add to fewer: plain,
   * mirrored, and the same two at a zoom of 64/52 and of 64/44.
   *
   * @param count 1, 2, 4 or 6
   * @throws IllegalArgumentException if it is another number
   */
  public static List<ImageView> of(int count) {
    return switch (count) {
      case 1, 2, 4, 6 -> ALL.subList(0, count);
      default -> throw new IllegalArgumentException("use 1, 2, 4 or 6");
    };
  }
}
