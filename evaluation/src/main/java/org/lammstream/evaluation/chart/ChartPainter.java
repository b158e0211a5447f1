package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lammstream.evaluation.chart.AccuracyChart.Line;

/**
 * Paints {@link AccuracyChart}: XChart lays out and draws the lines; grid, headline, scales and the
 * labels at the lines' ends (no legend to look up) are drawn around them.
 */
final class ChartPainter {

  static final int PIXEL_WIDTH = 1800;
  static final int PIXEL_HEIGHT = 1080;

  /** Drawn twice as large as laid out, so that the picture stays sharp on dense screens. */
  private static final int SCALE = 2;

  private static final int WIDTH = PIXEL_WIDTH / SCALE;
  private static final int HEIGHT = PIXEL_HEIGHT / SCALE;
  private static final int TOP = 84;
  private static final int LEFT = 72;
  private static final int RIGHT = 142;
  private static final int BOTTOM = 66;
  private static final int MARGIN = 26;
  private static final int LABEL_DISTANCE = 38;
  private static final int MOST_MARKERS = 30;

  private static final Color INK = new Color(0x1F2937);
  private static final Color CLEAR = new Color(255, 255, 255, 0);
  private static final Color GRID = new Color(0xE5E7EB);
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font VALUE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final String title;
  private final String subtitle;
  private final List<Line> lines;
  private final int tasks;

  ChartPainter(String title, String subtitle, List<Line> lines) {
    this.title = title;
    this.subtitle = subtitle;
    this.lines = lines;
    this.tasks = lines.get(0).values().length;
  }

  BufferedImage paint() {
    BufferedImage image = new BufferedImage(PIXEL_WIDTH, PIXEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.scale(SCALE, SCALE);
      g.translate(LEFT, TOP);
      XYChart chart = chart();
      chart.paint(g, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM); // only to learn the layout
      g.setColor(Color.WHITE);
      g.fillRect(-LEFT, -TOP, WIDTH, HEIGHT);
      text(g, title, TITLE, INK, MARGIN - LEFT, 36 - TOP);
      text(g, subtitle, TEXT, AccuracyChart.GREY, MARGIN - LEFT, 57 - TOP);
      grid(g, chart);
      gain(g, chart);
      dashed(g, chart, lines.get(0));
      chart.paint(g, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
      taskNumbers(g, chart);
      lineLabels(g, chart);
      return image;
    } finally {
      g.dispose();
    }
  }

  private XYChart chart() {
    XYChart chart = new XYChartBuilder().build();
    XYStyler style = chart.getStyler();
    style.setChartTitleVisible(false).setLegendVisible(false).setPlotBorderVisible(false);
    style.setChartBackgroundColor(CLEAR).setPlotBackgroundColor(CLEAR);
    style.setChartPadding(0).setPlotContentSize(1);
    style.setPlotMargin(0).setAxisTitlesVisible(false).setAxisTicksVisible(false);
    style.setPlotGridLinesVisible(false).setPlotTicksMarksVisible(false);
    double edge = ceiling() * 0.02; // XChart clips markers at the border
    style.setYAxisMin(-edge).setYAxisMax(ceiling() + edge);
    double space = tasks == 1 ? 1 : (tasks - 1) * 0.02;
    style.setXAxisMin(1 - space).setXAxisMax(tasks + space);
    style.setMarkerSize(9);
    double[] x = IntStream.rangeClosed(1, tasks).asDoubleStream().toArray();
    for (Line line : lines) {
      double[] y = Arrays.stream(line.values()).map(value -> value * 100).toArray();
      XYSeries series = chart.addSeries(line.label(), x, y);
      boolean solid = line.stroke().getDashArray() == null;
      series.setLineColor(line.colour()).setLineStyle(solid ? line.stroke() : SeriesLines.NONE);
      series.setMarkerColor(line.colour());
      series.setMarker(tasks > MOST_MARKERS ? SeriesMarkers.NONE : line.marker());
    }
    return chart;
  }

  private void grid(Graphics2D g, XYChart chart) {
    double left = x(chart, chart.getStyler().getXAxisMin());
    double right = x(chart, chart.getStyler().getXAxisMax());
    double ceiling = ceiling();
    int step = ceiling <= 10 ? 2 : ceiling <= 40 ? 5 : ceiling <= 70 ? 10 : 20;
    g.setStroke(new BasicStroke(1f));
    for (int percent = 0; percent <= ceiling; percent += step) {
      double y = y(chart, percent / 100.0);
      g.setColor(GRID);
      g.draw(new Line2D.Double(left, y, right, y));
      String label = percent + " %";
      double width = g.getFontMetrics(TICK).stringWidth(label);
      text(g, label, TICK, AccuracyChart.GREY, left - width - 9, y + 4);
    }
  }

  /** As one path: XChart starts the dashes afresh at every point, which fills all the gaps. */
  private void dashed(Graphics2D g, XYChart chart, Line line) {
    Path2D path = new Path2D.Double();
    boolean down = false;
    for (int task = 1; task <= tasks; task++) {
      double value = line.values()[task - 1];
      if (Double.isNaN(value)) {
        down = false;
      } else if (down) {
        path.lineTo(x(chart, task), y(chart, value));
      } else {
        path.moveTo(x(chart, task), y(chart, value));
        down = true;
      }
    }
    g.setColor(line.colour());
    g.setStroke(line.stroke());
    g.draw(path);
  }

  /** The first multiple of ten (above 70, of twenty) above every point, in percent. */
  private double ceiling() {
    double most =
        lines.stream()
            .flatMapToDouble(line -> Arrays.stream(line.values()))
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(1);
    double tens = Math.max(1, Math.ceil(most * 10.2));
    return Math.min(100, tens <= 7 ? tens * 10 : Math.ceil(tens / 2) * 20);
  }

  /** A light area between the first line and the last: what learning adds to zero-shot. */
  private void gain(Graphics2D g, XYChart chart) {
    double[] low = lines.get(0).values();
    double[] high = lines.get(lines.size() - 1).values();
    if (tasks < 2
        || Arrays.stream(low).anyMatch(Double::isNaN)
        || Arrays.stream(high).anyMatch(Double::isNaN)) {
      return;
    }
    Path2D area = new Path2D.Double();
    area.moveTo(x(chart, 1), y(chart, high[0]));
    for (int task = 2; task <= tasks; task++) {
      area.lineTo(x(chart, task), y(chart, high[task - 1]));
    }
    for (int task = tasks; task >= 1; task--) {
      area.lineTo(x(chart, task), y(chart, low[task - 1]));
    }
    area.closePath();
    Color blue = AccuracyChart.BLUE;
    g.setColor(new Color(blue.getRed(), blue.getGreen(), blue.getBlue(), 18));
    g.fill(area);
  }

  private void taskNumbers(Graphics2D g, XYChart chart) {
    double floor = y(chart, 0);
    double left = x(chart, chart.getStyler().getXAxisMin());
    double right = x(chart, chart.getStyler().getXAxisMax());
    g.setStroke(new BasicStroke(1.2f));
    g.setColor(AccuracyChart.GREY);
    g.draw(new Line2D.Double(left, floor, right, floor));
    for (int task : ticks()) {
      double x = x(chart, task);
      g.setStroke(new BasicStroke(1.2f));
      g.draw(new Line2D.Double(x, floor, x, floor + 5));
      centred(g, Integer.toString(task), TICK, AccuracyChart.GREY, x, floor + 20);
    }
    centred(g, "tasks learned", TEXT, INK, (left + right) / 2, floor + 46);
  }

  /** 1, then round numbers, at most about a dozen. */
  private int[] ticks() {
    int step = 1;
    for (int next : new int[] {2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000}) {
      if (tasks / step > 12) {
        step = next;
      }
    }
    int distance = step;
    return IntStream.rangeClosed(1, tasks)
        .filter(task -> task == 1 || task % distance == 0)
        .toArray();
  }

  private void lineLabels(Graphics2D g, XYChart chart) {
    List<Line> ends =
        lines.stream()
            .filter(line -> !Double.isNaN(line.last()))
            .sorted(Comparator.comparingDouble(line -> -line.last()))
            .toList();
    double[] y = ends.stream().mapToDouble(line -> y(chart, line.last())).toArray();
    double bottom = y(chart, 0) - 8;
    for (int i = 1; i < y.length; i++) {
      y[i] = Math.max(y[i], y[i - 1] + LABEL_DISTANCE);
    }
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], bottom - (y.length - 1 - i) * (double) LABEL_DISTANCE);
    }
    double x = x(chart, chart.getStyler().getXAxisMax()) + 10;
    for (int i = 0; i < y.length; i++) {
      Line line = ends.get(i);
      text(g, percent(line.last()), VALUE, line.colour(), x, y[i] + 3);
      text(g, line.label(), TEXT, line.colour(), x, y[i] + 19);
    }
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", fraction * 100);
  }

  private static double x(XYChart chart, double task) {
    return chart.getScreenXFromChart(task);
  }

  private static double y(XYChart chart, double fraction) {
    return chart.getScreenYFromChart(fraction * 100);
  }

  private static void centred(
      Graphics2D g, String text, Font font, Color colour, double x, double y) {
    FontMetrics metrics = g.getFontMetrics(font);
    text(g, text, font, colour, x - metrics.stringWidth(text) / 2.0, y);
  }

  private static void text(Graphics2D g, String text, Font font, Color colour, double x, double y) {
    g.setFont(font);
    g.setColor(colour);
    g.drawString(text, (float) x, (float) y);
  }
}
