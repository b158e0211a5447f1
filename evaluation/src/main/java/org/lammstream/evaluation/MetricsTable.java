package org.lammstream.evaluation;

import java.util.List;

/** The metrics as terminal text, against the zero-shot baseline. Plain ASCII. */
public final class MetricsTable {

  private static final String LINE = "%-30s%10s%12s";

  private MetricsTable() {}

  /** Several lines of percentages and points, separated by line feeds. */
  public static String render(Metrics metrics, ZeroShot zeroShot) {
    return String.join(
        "\n",
        List.of(
            LINE.formatted("in percent", "learned", "zero-shot"),
            line(
                "average incremental accuracy",
                metrics.averageIncrementalAccuracy(),
                zeroShot.averageIncrementalAccuracy()),
            line(
                "  by examples",
                metrics.averageIncrementalAccuracyMicro(),
                zeroShot.averageIncrementalAccuracyMicro()),
            line("last accuracy", metrics.lastAccuracy(), zeroShot.lastAccuracy()),
            line("  by examples", metrics.lastAccuracyMicro(), zeroShot.lastAccuracyMicro()),
            line("forgetting (best - last)", metrics.forgetting()),
            line("forgetting (initial - last)", metrics.initialMinusLast()),
            line("backward transfer", metrics.backwardTransfer()),
            line("forward transfer", metrics.forwardTransfer())));
  }

  private static String line(String name, double learned, double zeroShot) {
    return LINE.formatted(name, Percent.of(learned), Percent.of(zeroShot));
  }

  private static String line(String name, double learned) {
    return LINE.formatted(name, Percent.of(learned), "").stripTrailing();
  }
}
