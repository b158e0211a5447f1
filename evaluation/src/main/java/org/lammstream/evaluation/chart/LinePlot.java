package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over tasks in an area of a sheet: XChart lays out and draws them, scales come around. */
final class LinePlot {

  private static final Color CLEAR = new Color(255, 255, 255, 0);

  private final Rectangle area;
  private final List<Line> lines;
  private final int tasks;
  private final ValueScale scale;
  private final XYChart chart;

  /**
   * A plot.
   *
   * @param area where, in layout units
   * @param lines later ones are drawn over earlier ones
   * @param tasks length of the horizontal axis
   * @param markers which points show the line's marker
   */
  LinePlot(Rectangle area, List<Line> lines, int tasks, ValueScale scale, Markers markers) {
    this.area = area;
    this.lines = List.copyOf(lines);
    this.tasks = tasks;
    this.scale = scale;
    this.chart = chart(markers);
    // An empty canvas on which it learns its layout.
    Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    chart.paint(nowhere, area.width, area.height);
    nowhere.dispose();
  }

  /** Which points of a line show its marker. */
  interface Markers {

    /** All points, or none where there are more than this. */
    static Markers upTo(int most) {
      return (line, tasks, task) -> tasks <= most;
    }

    /** About so many points of each line, other ones of other lines. */
    static Markers sparse(int wanted) {
      return (line, tasks, task) -> {
        int distance = Math.max(1, Math.round((float) tasks / wanted));
        return (task - 1 + line) % distance == 0;
      };
    }

    boolean shows(int line, int tasks, int task);
  }

  private XYChart chart(Markers markers) {
    XYChart made = new XYChartBuilder().build();
    XYStyler style = made.getStyler();
    style.setChartTitleVisible(false).setLegendVisible(false).setPlotBorderVisible(false);
    style.setChartBackgroundColor(CLEAR).setPlotBackgroundColor(CLEAR);
    style.setChartPadding(0).setPlotContentSize(1);
    style.setPlotMargin(0).setAxisTitlesVisible(false).setAxisTicksVisible(false);
    style.setPlotGridLinesVisible(false).setPlotTicksMarksVisible(false);
    double edge = (scale.high() - scale.low()) * 0.02; // XChart clips markers at the border
    style.setYAxisMin(scale.low() - edge).setYAxisMax(scale.high() + edge);
    double space = tasks == 1 ? 1 : (tasks - 1) * 0.02;
    style.setXAxisMin(1 - space).setXAxisMax(tasks + space);
    style.setMarkerSize(9);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      addLine(made, i, line);
      addMarkers(made, i, line, markers);
    }
    return made;
  }

  private static void addLine(XYChart made, int index, Line line) {
    if (line.values().length > 0) {
      double[] x = IntStream.rangeClosed(1, line.values().length).asDoubleStream().toArray();
      double[] y = Arrays.stream(line.values()).map(value -> value * 100).toArray();
      XYSeries series = made.addSeries("line " + index, x, y);
      series.setLineColor(line.colour());
      series.setLineStyle(line.isSolid() ? line.stroke() : SeriesLines.NONE);
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private void addMarkers(XYChart made, int index, Line line, Markers markers) {
    int[] shown =
        IntStream.rangeClosed(1, line.values().length)
            .filter(task -> markers.shows(index, tasks, task))
            .toArray();
    if (shown.length > 0) {
      double[] x = Arrays.stream(shown).asDoubleStream().toArray();
      double[] y = Arrays.stream(shown).mapToDouble(t -> line.values()[t - 1] * 100).toArray();
      XYSeries series = made.addSeries("markers " + index, x, y);
      series.setLineStyle(SeriesLines.NONE);
      series.setMarker(line.marker());
      series.setMarkerColor(line.colour());
    }
  }

  double left() {
    return x(chart.getStyler().getXAxisMin());
  }

  double right() {
    return x(chart.getStyler().getXAxisMax());
  }

  /** Where a task stands on the sheet. */
  double x(double task) {
    return area.x + chart.getScreenXFromChart(task);
  }

  /** Where a fraction stands on the sheet. */
  double y(double fraction) {
    return area.y + chart.getScreenYFromChart(fraction * 100);
  }

  /** The lowest grid line. */
  double floor() {
    return y(scale.low() / 100.0);
  }

  /** The highest grid line. */
  double ceiling() {
    return y(scale.high() / 100.0);
  }

  void grid(Graphics2D g) {
    g.setStroke(new BasicStroke(1f));
    scale
        .gridLines()
        .forEach(
            value -> {
              double y = y(value / 100.0);
              g.setColor(Palette.GRID);
              g.draw(new Line2D.Double(left(), y, right(), y));
              String label = scale.label().apply(value);
              Sheet.rightAligned(g, label, Sheet.TICK, Palette.GREY, left() - 9, y + 4);
            });
  }

  void taskAxis(Graphics2D g, String title) {
    TaskAxis.paint(g, tasks, this::x, left(), right(), floor(), title);
  }

  /** An axis with a text at each point. */
  void axis(Graphics2D g, List<String> labels, String title) {
    TaskAxis.paint(g, labels, this::x, left(), right(), floor(), title);
  }

  void lines(Graphics2D g) {
    lines.stream().filter(line -> !line.isSolid()).forEach(line -> dashed(g, line));
    Graphics2D shifted = (Graphics2D) g.create();
    shifted.translate(area.x, area.y);
    chart.paint(shifted, area.width, area.height);
    shifted.dispose();
  }

  /** As one path: XChart starts the dashes afresh at every point, which fills all the gaps. */
  private void dashed(Graphics2D g, Line line) {
    Path2D path = new Path2D.Double();
    boolean down = false;
    for (int task = 1; task <= line.values().length; task++) {
      double value = line.values()[task - 1];
      if (Double.isNaN(value)) {
        down = false;
      } else if (down) {
        path.lineTo(x(task), y(value));
      } else {
        path.moveTo(x(task), y(value));
        down = true;
      }
    }
    g.setColor(line.colour());
    g.setStroke(line.stroke());
    g.draw(path);
  }

  /**
   * A light area between two lines over all tasks; nothing where a value is missing.
   *
   * @param alpha how dense it is, from 0 to 255
   */
  void between(Graphics2D g, Line low, Line high, Color colour, int alpha) {
    if (tasks < 2 || hasGap(low) || hasGap(high)) {
      return;
    }
    Path2D between = new Path2D.Double();
    between.moveTo(x(1), y(high.values()[0]));
    for (int task = 2; task <= tasks; task++) {
      between.lineTo(x(task), y(high.values()[task - 1]));
    }
    for (int task = tasks; task >= 1; task--) {
      between.lineTo(x(task), y(low.values()[task - 1]));
    }
    between.closePath();
    g.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha));
    g.fill(between);
  }

  private static boolean hasGap(Line line) {
    return Arrays.stream(line.values()).anyMatch(Double::isNaN);
  }
}
