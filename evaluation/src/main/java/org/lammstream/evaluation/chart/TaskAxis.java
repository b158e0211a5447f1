package org.lammstream.evaluation.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The horizontal axis: numbers of tasks, or texts. */
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
    line(g, left, right, y);
    for (int task : ticks(tasks)) {
      tick(g, Integer.toString(task), x.applyAsDouble(task), y);
    }
    Sheet.centred(g, title, Sheet.TEXT, Palette.INK, (left + right) / 2, y + 46);
  }

  /** Draws an axis with a text at each point. */
  static void paint(
      Graphics2D g,
      List<String> labels,
      IntToDoubleFunction x,
      double left,
      double right,
      double y,
      String title) {
    line(g, left, right, y);
    for (int i = 0; i < labels.size(); i++) {
      tick(g, labels.get(i), x.applyAsDouble(i + 1), y);
    }
    Sheet.centred(g, title, Sheet.TEXT, Palette.INK, (left + right) / 2, y + 46);
  }

  private static void line(Graphics2D g, double left, double right, double y) {
    g.setStroke(new BasicStroke(1.2f));
    g.setColor(Palette.GREY);
    g.draw(new Line2D.Double(left, y, right, y));
  }

  private static void tick(Graphics2D g, String label, double at, double y) {
    g.setStroke(new BasicStroke(1.2f));
    g.draw(new Line2D.Double(at, y, at, y + 5));
    Sheet.centred(g, label, Sheet.TICK, Palette.GREY, at, y + 20);
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
