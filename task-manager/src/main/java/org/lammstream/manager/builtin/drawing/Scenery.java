package org.lammstream.manager.builtin.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/** What surrounds the object: a shaded ground and small muted things lying about. */
final class Scenery {

  private final int size;
  private final SplittableRandom random;

  Scenery(int size, SplittableRandom random) {
    this.size = size;
    this.random = random;
  }

  void paintBackground(Graphics2D graphics, Color ground) {
    double shade = random.nextDouble(0.7, 1.3);
    double angle = random.nextDouble(2 * Math.PI);
    float dx = (float) (size / 2.0 * Math.cos(angle));
    float dy = (float) (size / 2.0 * Math.sin(angle));
    float middle = size / 2f;
    graphics.setPaint(
        new GradientPaint(
            middle - dx, middle - dy, ground, middle + dx, middle + dy, scaled(ground, shade)));
    graphics.fillRect(0, 0, size, size);
  }

  /** Lays out things of up to {@code reach} times the usual size. */
  void scatter(Graphics2D graphics, int things, double reach) {
    for (int i = 0; i < things; i++) {
      double x = random.nextDouble(size);
      double y = random.nextDouble(size);
      double radius = size * reach * random.nextDouble(0.04, 0.11);
      graphics.setPaint(muted());
      switch (random.nextInt(3)) {
        case 0 ->
            graphics.fill(
                new Ellipse2D.Double(
                    x - radius, y - radius, 2 * radius, radius * random.nextDouble(1, 2)));
        case 1 -> graphics.fill(splinter(x, y, radius));
        default -> {
          graphics.setStroke(new BasicStroke((float) (size * random.nextDouble(0.015, 0.035))));
          double angle = random.nextDouble(Math.PI);
          double length = 3 * radius;
          graphics.draw(
              new Line2D.Double(x, y, x + length * Math.cos(angle), y + length * Math.sin(angle)));
        }
      }
    }
  }

  private Path2D splinter(double x, double y, double radius) {
    Path2D path = new Path2D.Double();
    double start = random.nextDouble(2 * Math.PI);
    int corners = random.nextInt(3, 6);
    for (int i = 0; i < corners; i++) {
      double angle = start + 2 * Math.PI * i / corners;
      double reach = radius * random.nextDouble(0.6, 1.3);
      double px = x + reach * Math.cos(angle);
      double py = y + reach * Math.sin(angle);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    return path;
  }

  private Color muted() {
    Color colour =
        Color.getHSBColor(
            (float) random.nextDouble(),
            (float) random.nextDouble(0, 0.55),
            (float) random.nextDouble(0.15, 0.9));
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), random.nextInt(110, 256));
  }

  private static Color scaled(Color colour, double factor) {
    return new Color(
        clamp(colour.getRed() * factor),
        clamp(colour.getGreen() * factor),
        clamp(colour.getBlue() * factor));
  }

  private static int clamp(double level) {
    return (int) Math.max(0, Math.min(255, Math.round(level)));
  }
}
