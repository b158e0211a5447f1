package org.lammstream.manager.cli;

import picocli.CommandLine.Option;

/** How many test images the page of a worker can show. */
final class ThumbnailOptions {
  private static final int MOST = 100;

  @Option(
      names = "--thumbnails",
      paramLabel = "N",
      defaultValue = "12",
      description = {
        "With --http: keep small copies (at most 96 pixels a side) of the first N test images of",
        "each class on disk, in the store's folder, and show them on the page; 0 keeps and shows",
        "none (default: ${DEFAULT-VALUE})."
      })
  private int thumbnails = 12;

  /**
   * How many thumbnails of each class are kept.
   *
   * @throws JobException if it is no number from 0 to 100
   */
  int perClass() {
    if (thumbnails < 0 || thumbnails > MOST) {
      throw new JobException(
          "--thumbnails " + thumbnails + ": a number from 0 to " + MOST + " is needed");
    }
    return thumbnails;
  }
}
