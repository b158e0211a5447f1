package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.TextTable;

/** Per-class accuracy as terminal text. */
public final class ClassAccuracyTable {

  private ClassAccuracyTable() {}

  /**
   * The worst classes first; those without test examples are left out.
   *
   * @param top how many
   * @return lines separated by line feeds
   */
  public static String render(List<ClassAccuracy> classes, int top) {
    Comparator<ClassAccuracy> worst =
        Comparator.comparingDouble((ClassAccuracy one) -> one.fraction(one.last()))
            .thenComparing(
                Comparator.comparingDouble(
                    (ClassAccuracy one) -> one.fraction(one.last()) - one.fraction(one.best())));
    List<ClassAccuracy> tested =
        classes.stream().filter(one -> one.examples() > 0).sorted(worst).toList();
    TextTable table = new TextTable("class", "task", ">examples", ">learned", ">best", ">now");
    tested.stream()
        .limit(top)
        .forEach(
            one ->
                table.row(
                    one.name(),
                    one.task(),
                    one.examples(),
                    Percent.of(one.fraction(one.first())),
                    Percent.of(one.fraction(one.best())),
                    Percent.of(one.fraction(one.last()))));
    List<String> lines = new ArrayList<>();
    lines.add("accuracy per class, in percent, worst first");
    lines.addAll(table.lines());
    if (top < tested.size()) {
      lines.add("(%d of %d classes)".formatted(top, tested.size()));
    }
    return String.join("\n", lines);
  }
}
