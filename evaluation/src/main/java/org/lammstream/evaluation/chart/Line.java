package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.stream.IntStream;
import org.knowm.xchart.style.markers.Marker;

/**
 * One line of a picture.
 *
 * @param label what it shows
 * @param values one after task 1, 2, …; NaN leaves a gap
 */
record Line(String label, double[] values, Color colour, BasicStroke stroke, Marker marker) {

  /** Value after the last task; NaN where there is none. */
  double last() {
    return values.length == 0 ? Double.NaN : values[values.length - 1];
  }

  boolean isSolid() {
    return stroke.getDashArray() == null;
  }

  /** The same line through other values. */
  Line through(double[] others) {
    return new Line(label, others, colour, stroke, marker);
  }

  /** A line against another one, as far as both go. */
  Line minus(Line base) {
    int length = Math.min(values.length, base.values.length);
    return through(
        IntStream.range(0, length).mapToDouble(i -> values[i] - base.values[i]).toArray());
  }

  static BasicStroke solid(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  static BasicStroke dashed(float width, float... dashes) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dashes, 0f);
  }
}
