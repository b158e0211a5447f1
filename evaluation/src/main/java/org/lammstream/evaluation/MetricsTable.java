package org.lammstream.evaluation;

/** The metrics as terminal text, against the zero-shot baseline. */
public final class MetricsTable {

  private MetricsTable() {}

  /** Several lines, in points. */
  public static String render(Metrics metrics, ZeroShot zeroShot) {
    return "";
  }
}
