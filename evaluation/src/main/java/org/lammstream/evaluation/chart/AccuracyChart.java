package org.lammstream.evaluation.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.ZeroShot;

/**
 * The accuracy-over-tasks picture: the average over the tasks seen so far, the first task's
 * accuracy, and the zero-shot baseline in the growing label space. Fit for 1 to some hundreds of
 * tasks. The colours are those colour-blind readers tell apart; line style and labels say the same
 * once more.
 *
 * <p>Drawn with Java2D, no display needed. Immutable and thread-safe.
 */
public final class AccuracyChart {

  static final int PIXEL_WIDTH = 1800;
  static final int PIXEL_HEIGHT = 1080;

  private static final int WIDTH = PIXEL_WIDTH / Sheet.SCALE;
  private static final int HEIGHT = PIXEL_HEIGHT / Sheet.SCALE;
  private static final int TOP = 84;
  private static final int LEFT = 72;
  private static final int RIGHT = 142;
  private static final int BOTTOM = 66;
  private static final int LABEL_DISTANCE = 38;
  private static final int MOST_MARKERS = 30;
  private static final int GAIN = 18;

  private final String title;
  private final String subtitle;
  private final Line zeroShot;
  private final Line first;
  private final Line average;

  private AccuracyChart(
      String title, String subtitle, double[] average, double[] first, double[] zeroShot) {
    this.title = title;
    this.subtitle = subtitle;
    this.zeroShot =
        new Line(
            "zero-shot", zeroShot, Palette.GREY, Line.dashed(1.8f, 7f, 5f), SeriesMarkers.DIAMOND);
    this.first =
        new Line("first task", first, Palette.VERMILION, Line.solid(1.8f), SeriesMarkers.SQUARE);
    this.average =
        new Line("all tasks so far", average, Palette.BLUE, Line.solid(3.2f), SeriesMarkers.CIRCLE);
  }

  /**
   * The chart of a sequence of tasks.
   *
   * @param title headline, such as the learner's name
   * @param subtitle a smaller second line; may be empty
   * @param matrix needs rows 1 to T up to the diagonal
   * @throws org.lammstream.evaluation.MissingCellException when one of these cells has not been
   *     measured
   */
  public static AccuracyChart of(
      String title, String subtitle, AccuracyMatrix matrix, ZeroShot zeroShot) {
    double[] average = rows(matrix.size()).mapToDouble(matrix::averageOverSeen).toArray();
    double[] first = rows(matrix.size()).mapToDouble(row -> matrix.accuracy(row, 1)).toArray();
    return new AccuracyChart(title, subtitle, average, first, curve(zeroShot, matrix.size()));
  }

  /** The chart of a report, titled by learner, tasks, classes and checkpoint. */
  public static AccuracyChart of(Report report) {
    List<List<Double>> matrix = report.accuracyMatrix();
    int tasks = report.tasks().size();
    int classes = report.tasks().stream().mapToInt(task -> task.classes().size()).sum();
    return new AccuracyChart(
        "Accuracy as classes arrive",
        "%s · %s in %s · checkpoint %s"
            .formatted(
                report.learner(),
                count(classes, "class", "classes"),
                count(tasks, "task", "tasks"),
                report.checkpoint().name()),
        report.curve().stream().mapToDouble(Double::doubleValue).toArray(),
        rows(tasks).mapToDouble(row -> matrix.get(row).get(0)).toArray(),
        curve(report.zeroShot(), tasks));
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
    List<Line> lines = List.of(zeroShot, first, average);
    LinePlot plot =
        new LinePlot(
            new Rectangle(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM),
            lines,
            average.values().length,
            ValueScale.fromZero(lines),
            LinePlot.Markers.upTo(MOST_MARKERS));
    plot.grid(g);
    plot.between(g, zeroShot, average, average.colour(), GAIN); // what learning adds to zero-shot
    plot.lines(g);
    plot.taskAxis(g, "tasks learned");
    labels(g, plot, lines);
  }

  private static void labels(Graphics2D g, LinePlot plot, List<Line> lines) {
    List<Line> ends = lines.stream().filter(line -> !Double.isNaN(line.last())).toList();
    double[] wanted = ends.stream().mapToDouble(line -> plot.y(line.last())).toArray();
    double[] y = EndLabels.apart(wanted, LABEL_DISTANCE, plot.floor() - 8);
    double x = plot.right() + 10;
    for (int i = 0; i < y.length; i++) {
      Line line = ends.get(i);
      String value = Percent.of(line.last()) + " %";
      Sheet.text(g, value, Sheet.VALUE, line.colour(), x, y[i] + 3);
      Sheet.text(g, line.label(), Sheet.TEXT, line.colour(), x, y[i] + 19);
    }
  }

  private static double[] curve(ZeroShot zeroShot, int tasks) {
    if (zeroShot.curve().size() != tasks) {
      throw new IllegalArgumentException(
          "a zero-shot curve of %d points for %d tasks".formatted(zeroShot.curve().size(), tasks));
    }
    return zeroShot.curve().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static IntStream rows(int tasks) {
    return IntStream.rangeClosed(1, tasks);
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
