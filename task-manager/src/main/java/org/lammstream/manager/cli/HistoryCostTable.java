package org.lammstream.manager.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.lammstream.manager.benchmark.HistoryCost;

/** What many old classes cost, as a Markdown table: each number, and its ratio to the first row. */
final class HistoryCostTable {
  private static final List<ToDoubleFunction<HistoryCost>> SECONDS =
      List.of(
          HistoryCost::alignSeconds,
          HistoryCost::evaluateSeconds,
          HistoryCost::commitSeconds,
          HistoryCost::readSeconds);

  private HistoryCostTable() {}

  static String of(List<HistoryCost> costs) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| old classes | align s | ratio | evaluate s | ratio | commit s | ratio | read s | ratio"
            + " | predict µs | ratio | bytes per class |\n");
    table.append("|").append("--:|".repeat(2 * SECONDS.size() + 4)).append("\n");
    HistoryCost first = costs.get(0);
    for (HistoryCost cost : costs) {
      table.append("| ").append(cost.old());
      for (ToDoubleFunction<HistoryCost> seconds : SECONDS) {
        append(table, "%.4f", seconds.applyAsDouble(cost), seconds.applyAsDouble(first));
      }
      append(table, "%.0f", cost.predictMicroseconds(), first.predictMicroseconds());
      table.append(String.format(Locale.ROOT, " | %.0f |%n", cost.bytesPerClass()));
    }
    return table.toString();
  }

  private static void append(StringBuilder table, String format, double value, double first) {
    table.append(String.format(Locale.ROOT, " | " + format + " | %.3f", value, value / first));
  }
}
