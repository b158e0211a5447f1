package org.lammstream.manager.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lammstream.evaluation.TextTable;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;

/** In one line, why a version is not the champion. */
final class HeldBackLine {
  private static final int PAIRS = 3;

  private HeldBackLine() {}

  static String of(int version, HeldBack why) {
    DecimalFormat points = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
    String pairs =
        why.pairs().stream().limit(PAIRS).map(HeldBackLine::pair).collect(Collectors.joining(", "));
    return TextTable.printable(
        "version %d is held back from champion: old tasks lost %s points, %s allowed%s"
            .formatted(
                version,
                points.format(why.pointsLost()),
                points.format(why.pointsAllowed()),
                pairs.isEmpty() ? "" : "; " + pairs));
  }

  private static String pair(ClassLoss pair) {
    return "%s lost %d %s to %s"
        .formatted(
            pair.lost(), pair.examples(), pair.examples() == 1 ? "image" : "images", pair.took());
  }
}
