package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Names and last values of runs, right of a plot: a sample of the line, its value, its name, and a
 * thin leader to where the line ends.
 */
final class RunLabels {

  private static final double DISTANCE = 19;
  private static final double NEAREST = 11;
  private static final double GAP = 22;
  private static final double SAMPLE = 26;

  private final Graphics2D g;
  private final LinePlot plot;
  private final double right;

  /**
   * Labels of a plot.
   *
   * @param right where the paper ends
   */
  RunLabels(Graphics2D g, LinePlot plot, double right) {
    this.g = g;
    this.plot = plot;
    this.right = right;
  }

  /**
   * Draws them.
   *
   * @param top least height of a label
   * @param format shows a value
   */
  void paint(List<Line> lines, double top, DoubleFunction<String> format) {
    List<Line> ends = lines.stream().filter(line -> !Double.isNaN(line.last())).toList();
    double[] wanted = ends.stream().mapToDouble(line -> plot.y(line.last())).toArray();
    double room = (plot.floor() - top) / Math.max(1, ends.size() - 1);
    double distance = Math.max(NEAREST, Math.min(DISTANCE, room));
    double[] y = EndLabels.apart(wanted, distance, plot.floor());
    double numbers =
        ends.stream()
            .mapToDouble(line -> Sheet.width(g, format.apply(line.last()), Sheet.TEXT))
            .max()
            .orElse(0);
    for (int i = 0; i < y.length; i++) {
      Line line = ends.get(i);
      double x = plot.right() + GAP;
      leader(plot.x(line.values().length), wanted[i], x - 3, y[i]);
      sample(line, x, y[i]);
      x += SAMPLE + 8 + numbers;
      String value = format.apply(line.last());
      Sheet.rightAligned(g, value, Sheet.TEXT, Palette.INK, x, y[i] + 4.5);
      String name = Sheet.fitted(g, line.label(), Sheet.TEXT, right - x - 10);
      Sheet.text(g, name, Sheet.TEXT, Palette.INK, x + 10, y[i] + 4.5);
    }
  }

  private void leader(double fromX, double fromY, double toX, double toY) {
    g.setStroke(new BasicStroke(0.7f));
    g.setColor(Palette.LEADER);
    g.draw(new Line2D.Double(fromX + 6, fromY, toX, toY));
  }

  private void sample(Line line, double x, double y) {
    g.setColor(line.colour());
    g.setStroke(line.stroke());
    g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
    line.marker().paint(g, x + SAMPLE / 2, y, 9);
  }
}
