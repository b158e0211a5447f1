package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.evaluation.analysis.LostPoints.Split;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;

/**
 * Lost points by cause: one bar per task, in percent of its test examples; upwards what was lost,
 * stacked by cause, downwards what was gained. Fit for 1 to some hundreds of tasks.
 *
 * <p>Drawn with Java2D, no display needed. Immutable and thread-safe.
 */
public final class LostPointsChart {

  static final int PIXEL_WIDTH = 1800;
  static final int PIXEL_HEIGHT = 1080;

  private static final int WIDTH = PIXEL_WIDTH / Sheet.SCALE;
  private static final int HEIGHT = PIXEL_HEIGHT / Sheet.SCALE;
  private static final int TOP = 84;
  private static final int LEFT = 72;
  private static final int RIGHT = 200;
  private static final int BOTTOM = 66;
  private static final double WIDEST_BAR = 44;

  /** Without losses the axis still goes somewhere. */
  private static final double LEAST_TOP = 0.05;

  private final String title;
  private final String subtitle;
  private final LostPoints lost;

  private LostPointsChart(String title, String subtitle, LostPoints lost) {
    this.title = title;
    this.subtitle = subtitle;
    this.lost = lost;
  }

  /**
   * The chart of these points.
   *
   * @param title headline
   * @param subtitle a smaller second line; may be empty
   */
  public static LostPointsChart of(String title, String subtitle, LostPoints lost) {
    return new LostPointsChart(title, subtitle, lost);
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
    ValueScale scale =
        ValueScale.withZero(
            -most(Part.GAINED),
            lost.tasks().stream()
                .mapToDouble(task -> share(task, task.points().lost()))
                .reduce(LEAST_TOP, Math::max),
            percent -> Math.abs(percent) + " %");
    new Painter(g, scale).paint();
  }

  private double most(Part part) {
    return lost.tasks().stream()
        .mapToDouble(task -> share(task, part.of(task.points())))
        .max()
        .orElse(0);
  }

  private static double share(TaskLoss task, int points) {
    return task.examples() == 0 ? 0 : (double) points / task.examples();
  }

  /** One stretch of every bar. */
  private enum Part {
    GAINED("gained", Palette.GREEN),
    OTHER_FEATURE("another old class moved", Palette.PURPLE),
    OWN_FEATURE("own text feature moved", Palette.ORANGE),
    NEW_CLASS("a new class took it", Palette.BLUE);

    private final String label;
    private final Color colour;

    Part(String label, Color colour) {
      this.label = label;
      this.colour = colour;
    }

    int of(Split points) {
      return this == GAINED ? points.gained() : points.of(Cause.valueOf(name()));
    }
  }

  private final class Painter {
    private final Graphics2D g;
    private final ValueScale scale;
    private final double left = LEFT;
    private final double right = WIDTH - RIGHT;
    private final double slot;

    Painter(Graphics2D g, ValueScale scale) {
      this.g = g;
      this.scale = scale;
      this.slot = (right - left) / lost.tasks().size();
    }

    private double x(int task) {
      return left + (task - 0.5) * slot;
    }

    private double y(double fraction) {
      double height = HEIGHT - TOP - BOTTOM;
      return TOP + height * (scale.high() - 100 * fraction) / (scale.high() - scale.low());
    }

    void paint() {
      g.setStroke(new BasicStroke(1f));
      scale
          .gridLines()
          .forEach(
              value -> {
                double y = y(value / 100.0);
                g.setColor(value == 0 ? Palette.GREY : Palette.GRID);
                g.draw(new Line2D.Double(left, y, right, y));
                String label = scale.label().apply(value);
                Sheet.rightAligned(g, label, Sheet.TICK, Palette.GREY, left - 9, y + 4);
              });
      for (int task = 1; task <= lost.tasks().size(); task++) {
        bar(task);
      }
      TaskAxis.paint(g, lost.tasks().size(), this::x, left, right, y(scale.low() / 100.0), "task");
      labels();
    }

    private void bar(int number) {
      TaskLoss task = lost.tasks().get(number - 1);
      double width = Math.min(WIDEST_BAR, slot * (slot > 6 ? 0.7 : 0.9));
      double up = 0;
      for (Part part : Part.values()) {
        double share = share(task, part.of(task.points()));
        double top = part == Part.GAINED ? 0 : up + share;
        double bottom = part == Part.GAINED ? -share : up;
        up = part == Part.GAINED ? up : top;
        g.setColor(part.colour);
        g.fill(new Rectangle2D.Double(x(number) - width / 2, y(top), width, y(bottom) - y(top)));
      }
    }

    /** At the right, in the order in which they are stacked. */
    private void labels() {
      double x = right + 18;
      double y = TOP + 6;
      Sheet.text(g, lost.total().lost() + " examples lost", Sheet.VALUE, Palette.INK, x, y);
      List<Part> fromAbove = new ArrayList<>(List.of(Part.values()));
      Collections.reverse(fromAbove);
      for (Part part : fromAbove) {
        y += part == Part.GAINED ? 44 : 38;
        g.setColor(part.colour);
        g.fill(new Rectangle2D.Double(x, y - 10, 11, 11));
        int count = part.of(lost.total());
        String value =
            part == Part.GAINED || lost.total().lost() == 0
                ? Integer.toString(count)
                : count + " (" + Percent.of((double) count / lost.total().lost()) + " %)";
        Sheet.text(g, value, Sheet.TEXT, Palette.INK, x + 17, y);
        Sheet.text(g, part.label, Sheet.TICK, Palette.GREY, x + 17, y + 15);
      }
    }
  }
}
