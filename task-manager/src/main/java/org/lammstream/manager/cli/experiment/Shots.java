package org.lammstream.manager.cli.experiment;

import org.lammstream.manager.cli.JobException;

/** Numbers of training images per class, as users write them. */
public final class Shots {
  /** Stands for all images. */
  public static final int ALL = 0;

  private Shots() {}

  /**
   * Reads a number, or {@code all}.
   *
   * @return 1 to 999999, or {@link #ALL}
   * @throws JobException for anything else
   */
  public static int count(String shots) {
    if (shots.equals("all")) {
      return ALL;
    }
    if (!shots.matches("[1-9]\\d{0,5}")) {
      throw new JobException("--shots " + shots + ": use numbers from 1, or 'all'");
    }
    return Integer.parseInt(shots);
  }
}
