package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How runs are told apart: each differs from the others in colour, dashes and marker, so that any
 * two of the three are enough. The base is black and bold.
 */
final class RunStyles {

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS,
          SeriesMarkers.PLUS,
          SeriesMarkers.RECTANGLE);

  private static final List<float[]> DASHES =
      List.of(
          new float[0], new float[] {9f, 4f}, new float[] {2f, 3f}, new float[] {10f, 3f, 2f, 3f});

  private RunStyles() {}

  static Line base(String label, double[] values) {
    return new Line(label, values, Palette.BLACK, Line.solid(3.2f), SeriesMarkers.CIRCLE);
  }

  /**
   * A run that is compared with the base.
   *
   * @param place 0, 1, … among these
   */
  static Line run(int place, String label, double[] values) {
    Color colour = Palette.SERIES.get(place % Palette.SERIES.size());
    float[] dashes = DASHES.get((place + 2 * (place / MARKERS.size())) % DASHES.size());
    BasicStroke stroke = dashes.length == 0 ? Line.solid(1.9f) : Line.dashed(1.9f, dashes);
    return new Line(label, values, colour, stroke, MARKERS.get(place % MARKERS.size()));
  }

  static Line zeroShot(double[] values) {
    return new Line(
        "zero-shot", values, Palette.GREY, Line.dashed(1.4f, 1f, 4f), SeriesMarkers.NONE);
  }
}
