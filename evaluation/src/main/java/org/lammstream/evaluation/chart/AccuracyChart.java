package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.ZeroShot;

/**
 * The accuracy-over-tasks picture: the average over the tasks seen so far, the first task's
 * accuracy, and the zero-shot baseline in the growing label space. Fit for 1 to some hundreds of
 * tasks. The colours are Okabe and Ito's, which colour-blind readers tell apart; line style and
 * labels say the same once more.
 *
 * <p>Drawn with Java2D, no display needed. Immutable and thread-safe.
 */
public final class AccuracyChart {

  /** Blue of Okabe and Ito, "Color Universal Design", 2008. */
  static final Color BLUE = new Color(0x0072B2);

  /** Vermilion of the same palette. */
  static final Color VERMILION = new Color(0xD55E00);

  /** Baselines are neutral. */
  static final Color GREY = new Color(0x6B7280);

  private static final float[] DASHES = {7f, 5f};

  /**
   * One line of the picture.
   *
   * @param values fractions after task 1, 2, …; NaN leaves a gap
   */
  record Line(String label, double[] values, Color colour, BasicStroke stroke, Marker marker) {

    double last() {
      return values[values.length - 1];
    }
  }

  private final String title;
  private final String subtitle;
  private final List<Line> lines;

  private AccuracyChart(
      String title, String subtitle, double[] average, double[] first, double[] zeroShot) {
    this.title = title;
    this.subtitle = subtitle;
    BasicStroke bold = new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    BasicStroke thin = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    BasicStroke dashed =
        new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, DASHES, 0f);
    this.lines =
        List.of(
            new Line("zero-shot", zeroShot, GREY, dashed, SeriesMarkers.DIAMOND),
            new Line("first task", first, VERMILION, thin, SeriesMarkers.SQUARE),
            new Line("all tasks so far", average, BLUE, bold, SeriesMarkers.CIRCLE));
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

  /** The picture, {@value ChartPainter#PIXEL_WIDTH} by {@value ChartPainter#PIXEL_HEIGHT}. */
  public BufferedImage render() {
    return new ChartPainter(title, subtitle, lines).paint();
  }

  /**
   * Writes the picture as a PNG file, which appears whole or not at all.
   *
   * @throws IOException when the file cannot be written, or nothing can be drawn because this
   *     machine's Java finds no fonts; one-line message
   */
  public void write(Path png) throws IOException {
    BufferedImage image;
    try {
      image = render();
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
