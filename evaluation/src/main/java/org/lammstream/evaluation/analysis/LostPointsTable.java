package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.TextTable;
import org.lammstream.evaluation.analysis.LostPoints.Split;
import org.lammstream.evaluation.analysis.LostPoints.Taker;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;

/** Lost points as terminal text. */
public final class LostPointsTable {

  private LostPointsTable() {}

  /**
   * Per task, the largest losses first, then who took them.
   *
   * @param top rows of each table
   * @return lines separated by line feeds
   */
  public static String render(LostPoints lost, int top) {
    List<String> lines = new ArrayList<>();
    lines.add("test examples that were right when their task was learned and are wrong now");
    lines.addAll(tasks(lost, top));
    if (top < lost.tasks().size()) {
      lines.add("(%d of %d tasks)".formatted(top, lost.tasks().size()));
    }
    lines.add(
        "new class: a class that came later took it; own moved: the class's own text feature");
    lines.add("moved; other moved: another old class's did; gained: wrong then, right now");
    if (!lost.takers().isEmpty()) {
      lines.add("");
      lines.add("classes that lost examples are taken for now");
      lines.addAll(takers(lost.takers(), top));
      lines.add("");
      lines.add("from class to class");
      lines.addAll(ConfusionTable.pairs(lost.pairs(), top));
    }
    return String.join("\n", lines);
  }

  private static List<String> tasks(LostPoints lost, int top) {
    TextTable table =
        new TextTable(
            "task",
            ">since row",
            ">examples",
            ">then %",
            ">now %",
            ">lost",
            ">new class",
            ">own moved",
            ">other moved",
            ">gained");
    lost.tasks().stream()
        .sorted(Comparator.comparingInt((TaskLoss task) -> task.points().lost()).reversed())
        .limit(top)
        .forEach(
            task ->
                row(
                    table,
                    task.task(),
                    Integer.toString(task.referenceRow()),
                    task.examples(),
                    task.correctThen(),
                    task.correctNow(),
                    task.points()));
    row(
        table,
        "all tasks",
        "",
        lost.tasks().stream().mapToInt(TaskLoss::examples).sum(),
        lost.tasks().stream().mapToInt(TaskLoss::correctThen).sum(),
        lost.tasks().stream().mapToInt(TaskLoss::correctNow).sum(),
        lost.total());
    return table.lines();
  }

  private static void row(
      TextTable table, String task, String since, int examples, int then, int now, Split points) {
    table.row(
        task,
        since,
        examples,
        Percent.of((double) then / examples),
        Percent.of((double) now / examples),
        points.lost(),
        points.newClass(),
        points.ownFeature(),
        points.otherFeature(),
        points.gained());
  }

  private static List<String> takers(List<Taker> takers, int top) {
    TextTable table =
        new TextTable("class", "task", ">examples", ">new class", ">own moved", ">other moved");
    takers.stream()
        .limit(top)
        .forEach(
            taker ->
                table.row(
                    taker.name(),
                    taker.task(),
                    taker.points().lost(),
                    taker.points().newClass(),
                    taker.points().ownFeature(),
                    taker.points().otherFeature()));
    return table.lines();
  }
}
