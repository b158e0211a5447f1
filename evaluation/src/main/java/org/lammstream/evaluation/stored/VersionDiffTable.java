package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.TextTable;
import org.lammstream.evaluation.stored.VersionDiff.ClassChange;
import org.lammstream.evaluation.stored.VersionDiff.ClassDrift;
import org.lammstream.evaluation.stored.VersionDiff.Side;
import org.lammstream.evaluation.stored.VersionDiff.TaskChange;

/** A {@link VersionDiff} as terminal text. */
public final class VersionDiffTable {

  private static final int NAMES_SHOWN = 12;

  private final VersionDiff diff;
  private final int top;
  private final List<String> lines = new ArrayList<>();

  private VersionDiffTable(VersionDiff diff, int top) {
    this.diff = diff;
    this.top = top;
  }

  /**
   * Several tables, the largest changes first.
   *
   * @param top rows of each table, at least 1
   * @return lines separated by line feeds, without control characters
   */
  public static String render(VersionDiff diff, int top) {
    return new VersionDiffTable(diff, Math.max(1, top)).render();
  }

  private String render() {
    lines.add("before: " + side(diff.before()));
    lines.add("after:  " + side(diff.after()));
    lines.add("");
    lines.add(names("classes added", diff.added()));
    lines.add(names("classes removed", diff.removed()));
    tasks();
    drift();
    predictions();
    moves();
    return String.join("\n", lines);
  }

  private static String side(Side side) {
    return TextTable.printable(
        "version %d, task '%s', %d classes, sha256 %.12s"
            .formatted(side.number(), side.task(), side.classes(), side.sha256()));
  }

  private static String names(String what, List<String> names) {
    if (names.isEmpty()) {
      return what + ": none";
    }
    String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    int more = names.size() - NAMES_SHOWN;
    return TextTable.printable(
        "%s (%d): %s%s"
            .formatted(what, names.size(), shown, more > 0 ? " and " + more + " more" : ""));
  }

  private void tasks() {
    Comparator<TaskChange> largest =
        Comparator.comparingDouble(
            task -> Double.isNaN(task.change()) ? 1 : -Math.abs(task.change()));
    List<TaskChange> shown = diff.tasks().stream().sorted(largest).limit(top).toList();
    TextTable table = new TextTable("task", ">examples", ">before", ">after", ">points");
    shown.forEach(
        task ->
            table.row(
                task.task(),
                task.examples(),
                accuracy(task, task.correctBefore()),
                accuracy(task, task.correctAfter()),
                Percent.signed(task.change())));
    section("accuracy per task, in percent, among all classes of each version", table);
    more(shown.size(), diff.tasks().size(), "tasks");
    if (!diff.unseen().isEmpty()) {
      lines.add(
          names("tasks not compared, since one version cannot see their images", diff.unseen()));
    }
  }

  private static String accuracy(TaskChange task, OptionalInt correct) {
    return Percent.of(task.accuracy(correct));
  }

  private void drift() {
    List<ClassDrift> moved =
        diff.drift().stream()
            .filter(drift -> drift.labelEmbedding() != 0 || drift.textFeature() != 0)
            .sorted(
                Comparator.comparingDouble(ClassDrift::textFeature)
                    .thenComparingDouble(ClassDrift::labelEmbedding)
                    .reversed())
            .toList();
    if (moved.isEmpty()) {
      lines.add("");
      lines.add("drift: none of the %d common classes moved".formatted(diff.drift().size()));
      return;
    }
    TextTable table = new TextTable("class", ">label embedding (L2)", ">text feature (1 - cos)");
    moved.stream()
        .limit(top)
        .forEach(
            drift ->
                table.row(
                    drift.name(), number(drift.labelEmbedding()), number(drift.textFeature())));
    section(
        "drift: %d of %d common classes moved".formatted(moved.size(), diff.drift().size()), table);
    more(Math.min(top, moved.size()), moved.size(), "classes that moved");
  }

  private void predictions() {
    List<ClassChange> changed =
        diff.predictions().stream()
            .filter(change -> change.changed() > 0)
            .sorted(Comparator.comparingInt(ClassChange::changed).reversed())
            .toList();
    String title =
        "predictions: %d of %d test examples of the common classes changed"
            .formatted(diff.changed(), diff.examples());
    if (changed.isEmpty()) {
      lines.add("");
      lines.add(title);
      return;
    }
    TextTable table =
        new TextTable("class", ">examples", ">changed", ">right before", ">right after");
    changed.stream()
        .limit(top)
        .forEach(
            change ->
                table.row(
                    change.name(),
                    change.examples(),
                    change.changed(),
                    change.correctBefore(),
                    change.correctAfter()));
    section(title, table);
    more(Math.min(top, changed.size()), changed.size(), "classes whose predictions changed");
  }

  private void moves() {
    if (diff.moves().isEmpty()) {
      return;
    }
    TextTable table = new TextTable("from", "to", ">examples", ">lost", ">gained");
    diff.moves().stream()
        .limit(top)
        .forEach(
            move -> table.row(move.from(), move.to(), move.count(), move.lost(), move.gained()));
    section("between which classes predictions moved", table);
    more(Math.min(top, diff.moves().size()), diff.moves().size(), "pairs of classes");
  }

  private void section(String title, TextTable table) {
    lines.add("");
    lines.add(title);
    lines.addAll(table.lines());
  }

  private void more(int shown, int all, String what) {
    if (shown < all) {
      lines.add("(%d of %d %s)".formatted(shown, all, what));
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6f", value);
  }
}
