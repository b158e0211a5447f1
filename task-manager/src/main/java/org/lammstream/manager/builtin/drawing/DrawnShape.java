package org.lammstream.manager.builtin.drawing;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * Outlines, each centred on the origin and filling about the square from -1 to 1 (y points down).
 */
public enum DrawnShape {
  CIRCLE,
  SQUARE,
  TRIANGLE,
  STAR,
  RING,
  CROSS,
  DIAMOND,
  OVAL,
  ARROW,
  FLOWER,
  BOLT,
  HALFMOON,
  HEART,
  CRESCENT,
  DROPLET,
  HOUSE;

  /** The word for this shape in class names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Shape outline() {
    return switch (this) {
      case CIRCLE -> disc(0, 0, 0.95);
      case SQUARE -> new Rectangle2D.Double(-0.82, -0.82, 1.64, 1.64);
      case TRIANGLE -> polygon(0, -1, 1, 0.8, -1, 0.8);
      case STAR -> wheel(5, 1.08, 0.45);
      case RING -> without(disc(0, 0, 1), disc(0, 0, 0.5));
      case CROSS ->
          polygon(
              -0.36, -1, 0.36, -1, 0.36, -0.36, 1, -0.36, 1, 0.36, 0.36, 0.36, 0.36, 1, -0.36, 1,
              -0.36, 0.36, -1, 0.36, -1, -0.36, -0.36, -0.36);
      case DIAMOND -> polygon(0, -1.15, 0.68, 0, 0, 1.15, -0.68, 0);
      case OVAL -> new Ellipse2D.Double(-1.15, -0.6, 2.3, 1.2);
      case ARROW ->
          polygon(-1.1, -0.36, 0.1, -0.36, 0.1, -0.95, 1.1, 0, 0.1, 0.95, 0.1, 0.36, -1.1, 0.36);
      case FLOWER -> flower();
      case BOLT ->
          polygon(0.35, -1.15, -0.75, 0.2, -0.12, 0.2, -0.4, 1.15, 0.75, -0.25, 0.08, -0.25);
      case HALFMOON -> without(disc(0, 0.45, 1.1), new Rectangle2D.Double(-2, 0.45, 4, 2));
      case HEART -> heart();
      case CRESCENT -> without(disc(0, 0, 1.05), disc(0.5, -0.1, 0.85));
      case DROPLET -> droplet();
      case HOUSE ->
          polygon(
              0, -1.1, 1.1, -0.15, 0.75, -0.15, 0.75, 0.95, -0.75, 0.95, -0.75, -0.15, -1.1, -0.15);
    };
  }

  private static Shape disc(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private static Shape without(Shape whole, Shape hole) {
    Area area = new Area(whole);
    area.subtract(new Area(hole));
    return area;
  }

  private static Shape polygon(double... coordinates) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    path.moveTo(coordinates[0], coordinates[1]);
    for (int i = 2; i < coordinates.length; i += 2) {
      path.lineTo(coordinates[i], coordinates[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static Shape wheel(int spikes, double outer, double inner) {
    double[] coordinates = new double[4 * spikes];
    for (int i = 0; i < 2 * spikes; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      double angle = Math.PI * i / spikes - Math.PI / 2;
      coordinates[2 * i] = radius * Math.cos(angle);
      coordinates[2 * i + 1] = radius * Math.sin(angle);
    }
    return polygon(coordinates);
  }

  private static Shape flower() {
    Area area = new Area(disc(0, 0, 0.4));
    for (int petal = 0; petal < 6; petal++) {
      Area leaf = new Area(new Ellipse2D.Double(0.15, -0.27, 0.95, 0.54));
      leaf.transform(AffineTransform.getRotateInstance(Math.PI * petal / 3));
      area.add(leaf);
    }
    return area;
  }

  private static Shape heart() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -0.5);
    path.curveTo(0.25, -1.25, 1.35, -1.1, 1.05, -0.2);
    path.curveTo(0.9, 0.25, 0.35, 0.6, 0, 1.05);
    path.curveTo(-0.35, 0.6, -0.9, 0.25, -1.05, -0.2);
    path.curveTo(-1.35, -1.1, -0.25, -1.25, 0, -0.5);
    path.closePath();
    return path;
  }

  private static Shape droplet() {
    Path2D path = new Path2D.Double();
    path.moveTo(0, -1.2);
    path.curveTo(0.2, -0.6, 0.8, -0.2, 0.8, 0.35);
    path.curveTo(0.8, 1.3, -0.8, 1.3, -0.8, 0.35);
    path.curveTo(-0.8, -0.2, -0.2, -0.6, 0, -1.2);
    path.closePath();
    return path;
  }
}
