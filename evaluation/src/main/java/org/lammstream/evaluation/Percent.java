package org.lammstream.evaluation;

import java.util.Locale;

/** How fractions are shown: in percent or points, with one decimal, the same in every locale. */
public final class Percent {

  private Percent() {}

  /** A fraction in percent, {@code 12.3}; {@code -} for NaN. */
  public static String of(double fraction) {
    return unsigned(fraction, 1);
  }

  static String unsigned(double fraction, int decimals) {
    if (Double.isNaN(fraction)) {
      return "-";
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", fraction * 100);
    return isZero(text) ? text.replace("-", "") : text;
  }

  /** A difference of fractions in points with its sign, {@code +1.2}; {@code -} for NaN. */
  public static String signed(double difference) {
    String text = of(difference);
    return difference > 0 && !isZero(text) ? "+" + text : text;
  }

  private static boolean isZero(String number) {
    return number.chars().noneMatch(c -> c >= '1' && c <= '9');
  }
}
