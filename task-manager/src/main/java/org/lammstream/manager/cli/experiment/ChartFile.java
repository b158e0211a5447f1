package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.ErrorLine;

/** The picture at the end of an experiment. */
public final class ChartFile {
  private ChartFile() {}

  /**
   * Writes it; a machine that cannot draw (Java without fonts, or memory for the picture) only gets
   * a notice.
   */
  public static void write(Console console, VariantChart chart, Path picture) {
    try {
      Files.deleteIfExists(picture); // one of fewer results must not be taken for this one's
      chart.write(picture);
      console.out().println("wrote " + picture);
    } catch (IOException | RuntimeException | LinkageError | InternalError | OutOfMemoryError e) {
      console.err().println("note: no picture: " + ErrorLine.of(e));
    }
  }
}
