package org.lammstream.manager.builtin.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Draws a class as a picture: background, clutter, the textured object in a random pose, something
 * in front of it now and then, then lighting and sensor noise.
 *
 * <p>Equal class, seed and size give an equal picture. Immutable and safe for use by many threads.
 */
public final class Artist {

  /** The side of the pictures of the demo, in pixels. */
  public static final int DEFAULT_SIZE = 48;

  private static final double LEAST_CONTRAST = 0.3;
  private static final double LEAST_INK_CONTRAST = 0.18;
  private static final double MAX_TILT = Math.toRadians(28);

  private final int size;

  /** An artist for square pictures of the given side in pixels. */
  public Artist(int size) {
    if (size < 16) {
      throw new IllegalArgumentException("a picture needs at least 16 pixels a side, not " + size);
    }
    this.size = size;
  }

  /** A new picture of the class, of type {@link BufferedImage#TYPE_INT_RGB}. */
  public BufferedImage draw(DrawnClass drawn, long seed) {
    SplittableRandom random =
        new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * drawn.name().hashCode()));
    BufferedImage canvas = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      Color colour = drawn.colour().sample(random);
      Color ink = drawn.colour().ink(random);
      Scenery scenery = new Scenery(size, random);
      scenery.paintBackground(graphics, contrasting(colour, ink, random));
      scenery.scatter(graphics, random.nextInt(2, 7), 1);
      paintObject(graphics, drawn, colour, ink, random);
      scenery.scatter(graphics, random.nextInt(0, 2), 0.55);
    } finally {
      graphics.dispose();
    }
    new Camera(random).expose(canvas);
    return canvas;
  }

  private void paintObject(
      Graphics2D graphics, DrawnClass drawn, Color colour, Color ink, SplittableRandom random) {
    double radius = size * random.nextDouble(0.27, 0.39);
    double room = Math.max(0, size * 0.47 - radius);
    AffineTransform pose =
        AffineTransform.getTranslateInstance(
            size / 2.0 + random.nextDouble(-1, 1) * room,
            size / 2.0 + random.nextDouble(-1, 1) * room);
    pose.rotate(random.nextDouble(-MAX_TILT, MAX_TILT));
    pose.shear(random.nextDouble(-0.12, 0.12), 0);
    pose.scale(radius * random.nextDouble(0.9, 1.1), radius * random.nextDouble(0.9, 1.1));
    Shape outline = pose.createTransformedShape(drawn.shape().outline());

    BufferedImage fill = texture(drawn.texture(), colour, ink, random);
    graphics.setPaint(new TexturePaint(fill, new Rectangle2D.Double(0, 0, size, size)));
    graphics.fill(outline);
    if (random.nextInt(3) > 0) {
      graphics.setPaint(new Color(15, 15, 20, random.nextInt(90, 230)));
      graphics.setStroke(new BasicStroke((float) (size * random.nextDouble(0.015, 0.03))));
      graphics.draw(outline);
    }
  }

  private BufferedImage texture(
      DrawnTexture texture, Color colour, Color ink, SplittableRandom random) {
    BufferedImage fill = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    double period = size * random.nextDouble(0.135, 0.185);
    double angle = random.nextDouble(-Math.PI, Math.PI);
    double offsetU = random.nextDouble();
    double offsetV = random.nextDouble();
    double cos = Math.cos(angle) / period;
    double sin = Math.sin(angle) / period;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double cover = texture.cover(offsetU + x * cos + y * sin, offsetV - x * sin + y * cos);
        fill.setRGB(x, y, mix(colour, ink, cover));
      }
    }
    return fill;
  }

  /** Muted colours until one stands off from the object, so that its outline can be seen. */
  private static Color contrasting(Color object, Color ink, SplittableRandom random) {
    while (true) {
      Color muted =
          Color.getHSBColor(
              (float) random.nextDouble(),
              (float) random.nextDouble(0, 0.4),
              (float) random.nextDouble(0.12, 0.92));
      if (distance(muted, object) > LEAST_CONTRAST && distance(muted, ink) > LEAST_INK_CONTRAST) {
        return muted;
      }
    }
  }

  private static double distance(Color a, Color b) {
    double red = (a.getRed() - b.getRed()) / 255.0;
    double green = (a.getGreen() - b.getGreen()) / 255.0;
    double blue = (a.getBlue() - b.getBlue()) / 255.0;
    return Math.sqrt((red * red + green * green + blue * blue) / 3);
  }

  private static int mix(Color a, Color b, double share) {
    int red = (int) Math.round(a.getRed() + share * (b.getRed() - a.getRed()));
    int green = (int) Math.round(a.getGreen() + share * (b.getGreen() - a.getGreen()));
    int blue = (int) Math.round(a.getBlue() + share * (b.getBlue() - a.getBlue()));
    return red << 16 | green << 8 | blue;
  }
}
