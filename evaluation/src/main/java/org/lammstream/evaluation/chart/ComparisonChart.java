package org.lammstream.evaluation.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.lammstream.evaluation.Comparison;
import org.lammstream.evaluation.Comparison.ComparedRun;
import org.lammstream.evaluation.Percent;

/**
 * Runs side by side: above, the average accuracy over the tasks learned so far, with the base's
 * zero-shot baseline; below, the difference to the base after equally many tasks, in points.
 * Readable for up to about 8 runs and from one to some hundreds of tasks. The vertical axes show
 * only the range that the lines need.
 *
 * <p>Drawn with Java2D, no display needed. Immutable and thread-safe.
 */
public final class ComparisonChart {

  static final int PIXEL_WIDTH = 2000;
  static final int PIXEL_HEIGHT = 1480;

  private static final int WIDTH = PIXEL_WIDTH / Sheet.SCALE;
  private static final int HEIGHT = PIXEL_HEIGHT / Sheet.SCALE;
  private static final int LEFT = 72;
  private static final int RIGHT = 268;
  private static final int TOP = 104;
  private static final int BOTTOM = 66;
  private static final int ABOVE = 300;
  private static final int BETWEEN = 66;
  private static final int MARKED_POINTS = 10;

  private final String title;
  private final String subtitle;
  private final List<Line> runs;
  private final Line zeroShot;
  private final int tasks;

  private ComparisonChart(String title, String subtitle, List<Line> runs, Line zeroShot) {
    this.title = title;
    this.subtitle = subtitle;
    this.runs = runs;
    this.zeroShot = zeroShot;
    this.tasks = runs.stream().mapToInt(line -> line.values().length).max().orElse(1);
  }

  /** The chart of a comparison. */
  public static ComparisonChart of(Comparison comparison) {
    return of(
        comparison,
        "Accuracy on the tasks so far",
        comparison.runs().size() == 1
            ? comparison.base()
            : "%d runs, base: %s".formatted(comparison.runs().size(), comparison.base()));
  }

  /**
   * The chart of a comparison under a headline of its own.
   *
   * @param subtitle a smaller second line; may be empty
   */
  public static ComparisonChart of(Comparison comparison, String title, String subtitle) {
    List<Line> runs = new ArrayList<>();
    for (ComparedRun run : comparison.runs()) {
      double[] curve = values(run.curve());
      runs.add(
          runs.isEmpty()
              ? RunStyles.base(run.name(), curve)
              : RunStyles.run(runs.size() - 1, run.name(), curve));
    }
    double[] baseline = values(comparison.runs().get(0).zeroShotCurve());
    return new ComparisonChart(title, subtitle, List.copyOf(runs), RunStyles.zeroShot(baseline));
  }

  private static double[] values(List<Double> curve) {
    return curve.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The picture, {@value #PIXEL_WIDTH} by {@value #PIXEL_HEIGHT}. */
  public BufferedImage render() {
    return Sheet.paint(WIDTH, HEIGHT, title, subtitle, this::paint);
  }

  /**
   * Writes the picture as a PNG file, which appears whole or not at all.
   *
   * @throws IOException when the file cannot be written, or nothing can be drawn because this
   *     machine's Java finds no fonts; one-line message
   */
  public void write(Path png) throws IOException {
    Sheet.write(this::render, png);
  }

  private void paint(Graphics2D g) {
    boolean alone = runs.size() == 1;
    curves(g, alone ? HEIGHT - TOP - BOTTOM : ABOVE, alone);
    if (!alone) {
      int top = TOP + ABOVE + BETWEEN;
      differences(g, top, HEIGHT - top - BOTTOM);
    }
  }

  private void curves(Graphics2D g, int height, boolean last) {
    List<Line> lines = new ArrayList<>(List.of(zeroShot));
    lines.addAll(runs);
    paint(
        g,
        plot(TOP, height, lines, ValueScale.around(lines)),
        lines,
        "accuracy on all tasks so far",
        last ? "tasks learned" : "",
        value -> Percent.of(value) + " %");
  }

  private void differences(Graphics2D g, int top, int height) {
    Line base = runs.get(0);
    List<Line> lines = runs.stream().map(line -> line.minus(base)).toList();
    paint(
        g,
        plot(top, height, lines, ValueScale.differences(lines)),
        lines,
        "difference to " + base.label() + " after equally many tasks, in points",
        "tasks learned",
        Percent::signed);
  }

  private LinePlot plot(int top, int height, List<Line> lines, ValueScale scale) {
    Rectangle area = new Rectangle(LEFT, top, WIDTH - LEFT - RIGHT, height);
    return new LinePlot(area, lines, tasks, scale, LinePlot.Markers.sparse(MARKED_POINTS));
  }

  private static void paint(
      Graphics2D g,
      LinePlot plot,
      List<Line> lines,
      String heading,
      String axis,
      DoubleFunction<String> format) {
    double top = plot.ceiling();
    String fitted = Sheet.fitted(g, heading, Sheet.TEXT, plot.right() - Sheet.MARGIN);
    Sheet.text(g, fitted, Sheet.TEXT, Palette.INK, Sheet.MARGIN, top - 14);
    plot.grid(g);
    plot.lines(g);
    plot.taskAxis(g, axis);
    new RunLabels(g, plot, WIDTH - 10).paint(lines, top, format);
  }
}
