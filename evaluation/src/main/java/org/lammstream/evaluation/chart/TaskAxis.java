package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The horizontal axis: numbers of tasks. */
final class TaskAxis {

  private TaskAxis() {}

  /**
   * Draws it.
   *
   * @param x where a task stands
   * @param y where the axis runs
   * @param title what is counted; empty for none
   */
  static void paint(
      Graphics2D g,
      int tasks,
      IntToDoubleFunction x,
      double left,
      double right,
      double y,
      String title) {
    g.setStroke(new BasicStroke(1.2f));
    g.setColor(Palette.GREY);
    g.draw(new Line2D.Double(left, y, right, y));
    for (int task : ticks(tasks)) {
      double at = x.applyAsDouble(task);
      g.setStroke(new BasicStroke(1.2f));
      g.draw(new Line2D.Double(at, y, at, y + 5));
      Sheet.centred(g, Integer.toString(task), Sheet.TICK, Palette.GREY, at, y + 20);
    }
    Sheet.centred(g, title, Sheet.TEXT, Palette.INK, (left + right) / 2, y + 46);
  }

  /** 1, then round numbers, at most about a dozen. */
  static int[] ticks(int tasks) {
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
}
