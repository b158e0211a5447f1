package org.lammstream.manager.builtin.drawing;

import java.awt.Color;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Colours as ranges in hue, saturation and brightness, far enough apart to survive the lighting.
 */
public enum DrawnColour {
  RED(0, 0.88, 0.82),
  ORANGE(29, 0.92, 0.95),
  YELLOW(54, 0.85, 0.95),
  GREEN(122, 0.75, 0.65),
  BLUE(222, 0.82, 0.82),
  PURPLE(275, 0.68, 0.68),
  WHITE(210, 0.03, 0.97),
  PINK(332, 0.48, 0.97),
  TURQUOISE(176, 0.75, 0.8),
  BROWN(24, 0.7, 0.42);

  private static final double HUE_JITTER_DEGREES = 5;
  private static final double LEVEL_JITTER = 0.05;

  private final double hue;
  private final double saturation;
  private final double brightness;

  DrawnColour(double hue, double saturation, double brightness) {
    this.hue = hue;
    this.saturation = saturation;
    this.brightness = brightness;
  }

  /** The word for this colour in class names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Color sample(SplittableRandom random) {
    double h = hue + random.nextDouble(-HUE_JITTER_DEGREES, HUE_JITTER_DEGREES);
    double s = saturation * (1 + random.nextDouble(-LEVEL_JITTER, LEVEL_JITTER));
    double b = brightness * (1 + random.nextDouble(-LEVEL_JITTER, LEVEL_JITTER));
    return Color.getHSBColor((float) (h / 360), (float) Math.min(1, s), (float) Math.min(1, b));
  }

  /** A second colour for the texture: dark ink or light chalk, whichever this colour can bear. */
  Color ink(SplittableRandom random) {
    boolean light =
        switch (this) {
          case WHITE, YELLOW, PINK -> false;
          case BROWN, PURPLE, BLUE -> true;
          default -> random.nextBoolean();
        };
    int level = light ? random.nextInt(215, 246) : random.nextInt(18, 50);
    return new Color(level, level, level);
  }
}
