package org.lammstream.evaluation.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Percent;

/**
 * Variants of a learner that were measured more than once: accuracy over tasks, the mean of each
 * variant's runs as a line and one standard deviation to both sides as a light band. Panels stand
 * below each other, one for each condition under which the variants were compared. Readable for up
 * to about 8 variants. The vertical axes show only the range that the lines need.
 *
 * <p>Drawn with Java2D, no display needed. Immutable and thread-safe.
 */
public final class VariantChart {
  static final int PIXEL_WIDTH = 2000;

  private static final int WIDTH = PIXEL_WIDTH / Sheet.SCALE;
  private static final int LEFT = 72;
  private static final int RIGHT = 268;
  private static final int TOP = 104;
  private static final int PANEL = 340;
  private static final int BETWEEN = 92;
  private static final int BOTTOM = 66;
  private static final int MARKED_POINTS = 10;
  private static final int BAND = 30;

  private final String title;
  private final String subtitle;
  private final List<Panel> panels;
  private final Optional<Axis> axis;

  /**
   * A horizontal axis of other things than tasks.
   *
   * @param title what they are
   * @param labels one at each point of the curves
   */
  public record Axis(String title, List<String> labels) {
    /** Takes its own copy. */
    public Axis {
      labels = List.copyOf(labels);
    }
  }

  /**
   * One variant.
   *
   * @param means after each task, over its runs; fractions
   * @param deviations after each task, standard deviations over its runs, at least 0
   */
  public record Curve(String name, List<Double> means, List<Double> deviations) {
    /**
     * Takes its own copies.
     *
     * @throws IllegalArgumentException when there are not as many deviations as means
     */
    public Curve {
      means = List.copyOf(means);
      deviations = List.copyOf(deviations);
      if (means.size() != deviations.size()) {
        throw new IllegalArgumentException(
            "%d deviations for %d means".formatted(deviations.size(), means.size()));
      }
    }

    private double[] values(DoubleBinaryOperator of) {
      return IntStream.range(0, means.size())
          .mapToDouble(
              i -> Math.max(0, Math.min(1, of.applyAsDouble(means.get(i), deviations.get(i)))))
          .toArray();
    }
  }

  /**
   * Variants side by side.
   *
   * @param heading under which condition
   * @param curves a variant has the colour of its place, so give the same order in all panels
   */
  public record Panel(String heading, List<Curve> curves) {
    /**
     * Takes its own copy.
     *
     * @throws IllegalArgumentException without curves, or with curves of different lengths
     */
    public Panel {
      curves = List.copyOf(curves);
      if (curves.stream().map(curve -> curve.means().size()).distinct().count() != 1) {
        throw new IllegalArgumentException("a panel needs curves over the same tasks");
      }
    }
  }

  /** A variant's line, and the edges of its band. */
  private record Banded(Line low, Line mean, Line high) {
    static Banded of(int place, Curve curve) {
      Line mean = RunStyles.run(place, curve.name(), curve.values((m, sd) -> m));
      return new Banded(
          mean.through(curve.values((m, sd) -> m - sd)),
          mean,
          mean.through(curve.values((m, sd) -> m + sd)));
    }
  }

  /**
   * A chart over tasks.
   *
   * @param subtitle a smaller second line; may be empty
   * @param panels from above
   * @throws IllegalArgumentException without panels
   */
  public VariantChart(String title, String subtitle, List<Panel> panels) {
    this(title, subtitle, panels, Optional.empty());
  }

  /**
   * A chart over something else.
   *
   * @param subtitle a smaller second line; may be empty
   * @param panels from above
   * @param axis of all panels
   * @throws IllegalArgumentException without panels, or if a curve has not a point for each label
   */
  public VariantChart(String title, String subtitle, List<Panel> panels, Axis axis) {
    this(title, subtitle, panels, Optional.of(axis));
    int points = axis.labels().size();
    if (panels.stream().anyMatch(panel -> panel.curves().get(0).means().size() != points)) {
      throw new IllegalArgumentException(points + " labels do not fit the curves");
    }
  }

  private VariantChart(String title, String subtitle, List<Panel> panels, Optional<Axis> axis) {
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("nothing to draw");
    }
    this.axis = axis;
    this.title = title;
    this.subtitle = subtitle;
    this.panels = List.copyOf(panels);
  }

  /** The picture, {@value #PIXEL_WIDTH} wide and as high as its panels. */
  public BufferedImage render() {
    int height = TOP + panels.size() * PANEL + (panels.size() - 1) * BETWEEN + BOTTOM;
    return Sheet.paint(WIDTH, height, title, subtitle, this::paint);
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
    for (int i = 0; i < panels.size(); i++) {
      paint(g, panels.get(i), TOP + i * (PANEL + BETWEEN));
    }
  }

  private void paint(Graphics2D g, Panel panel, int top) {
    List<Banded> variants =
        IntStream.range(0, panel.curves().size())
            .mapToObj(i -> Banded.of(i, panel.curves().get(i)))
            .toList();
    List<Line> lines = variants.stream().map(Banded::mean).toList();
    List<Line> all = new ArrayList<>(lines);
    variants.forEach(variant -> all.addAll(List.of(variant.low(), variant.high())));
    LinePlot plot =
        new LinePlot(
            new Rectangle(LEFT, top, WIDTH - LEFT - RIGHT, PANEL),
            lines,
            panel.curves().get(0).means().size(),
            ValueScale.around(all),
            LinePlot.Markers.sparse(MARKED_POINTS));
    double above = plot.ceiling();
    String heading = Sheet.fitted(g, panel.heading(), Sheet.TEXT, plot.right() - Sheet.MARGIN);
    Sheet.text(g, heading, Sheet.TEXT, Palette.INK, Sheet.MARGIN, above - 14);
    plot.grid(g);
    for (Banded variant : variants) {
      plot.between(g, variant.low(), variant.high(), variant.mean().colour(), BAND);
    }
    plot.lines(g);
    axis.ifPresentOrElse(
        other -> plot.axis(g, other.labels(), other.title()),
        () -> plot.taskAxis(g, "tasks learned"));
    new RunLabels(g, plot, WIDTH - 10).paint(lines, above, value -> Percent.of(value) + " %");
  }
}
