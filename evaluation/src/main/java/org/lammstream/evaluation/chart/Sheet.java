package org.lammstream.evaluation.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** White paper with a headline, text on it, and the way to a file. */
final class Sheet {

  /** Drawn twice as large as laid out, so that a picture stays sharp on dense screens. */
  static final int SCALE = 2;

  static final int MARGIN = 26;

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  static final Font VALUE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private Sheet() {}

  /**
   * A picture.
   *
   * @param width layout units, half a pixel each
   * @param height layout units
   * @param content draws everything below the headline
   */
  static BufferedImage paint(
      int width, int height, String title, String subtitle, Consumer<Graphics2D> content) {
    BufferedImage image =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.scale(SCALE, SCALE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, height);
      double room = width - 2.0 * MARGIN;
      text(g, fitted(g, title, TITLE, room), TITLE, Palette.INK, MARGIN, 36);
      text(g, fitted(g, subtitle, TEXT, room), TEXT, Palette.GREY, MARGIN, 57);
      content.accept(g);
      return image;
    } finally {
      g.dispose();
    }
  }

  /**
   * Writes a picture as a PNG file, which appears whole or not at all.
   *
   * @throws IOException when the file cannot be written, or nothing can be drawn because this
   *     machine's Java finds no fonts; one-line message
   */
  static void write(Supplier<BufferedImage> picture, Path png) throws IOException {
    BufferedImage image;
    try {
      image = picture.get();
    } catch (LinkageError | InternalError e) {
      throw new IOException(
          "cannot draw %s: Java finds no fonts on this machine (install fontconfig and a font)"
              .formatted(png.getFileName()),
          e);
    }
    Path part = png.resolveSibling(png.getFileName() + ".part");
    if (!ImageIO.write(image, "png", part.toFile())) {
      throw new IOException("this Java cannot write PNG files");
    }
    Files.move(part, png, StandardCopyOption.REPLACE_EXISTING);
  }

  static void text(Graphics2D g, String text, Font font, Color colour, double x, double y) {
    g.setFont(font);
    g.setColor(colour);
    g.drawString(text, (float) x, (float) y);
  }

  static void centred(Graphics2D g, String text, Font font, Color colour, double x, double y) {
    text(g, text, font, colour, x - width(g, text, font) / 2, y);
  }

  static void rightAligned(Graphics2D g, String text, Font font, Color colour, double x, double y) {
    text(g, text, font, colour, x - width(g, text, font), y);
  }

  static double width(Graphics2D g, String text, Font font) {
    return g.getFontMetrics(font).stringWidth(text);
  }

  /** The text, cut where there is no room for all of it. */
  static String fitted(Graphics2D g, String text, Font font, double room) {
    if (width(g, text, font) <= room) {
      return text;
    }
    int length = text.length();
    while (length > 0 && width(g, text.substring(0, length) + "…", font) > room) {
      length--;
    }
    return text.substring(0, length) + "…";
  }
}
