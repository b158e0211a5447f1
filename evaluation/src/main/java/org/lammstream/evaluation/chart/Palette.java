package org.lammstream.evaluation.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of all pictures: those of Okabe and Ito, "Color Universal Design", 2008, which
 * colour-blind readers tell apart (their yellow darkened, for nobody sees it on white), and neutral
 * ones for whatever is no measurement.
 */
final class Palette {

  static final Color BLUE = new Color(0x0072B2);
  static final Color VERMILION = new Color(0xD55E00);
  static final Color GREEN = new Color(0x009E73);
  static final Color PURPLE = new Color(0xCC79A7);
  static final Color ORANGE = new Color(0xE69F00);
  static final Color SKY = new Color(0x56B4E9);
  static final Color YELLOW = new Color(0x9A8700);
  static final Color BLACK = new Color(0x000000);

  /** In the order in which they are given out. */
  static final List<Color> SERIES = List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, YELLOW);

  /** Baselines and scales are neutral. */
  static final Color GREY = new Color(0x6B7280);

  static final Color INK = new Color(0x1F2937);
  static final Color GRID = new Color(0xE5E7EB);

  /** Lines that point at something must not look like data. */
  static final Color LEADER = new Color(0x9CA3AF);

  private Palette() {}
}
