package org.lammstream.evaluation;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON, as {@link JsonText} writes it. Thread-safe. */
public final class ReportJson {

  private ReportJson() {}

  /** The report as JSON text, ending with a line feed. */
  public static String toJson(Report report) {
    return JsonText.of(report);
  }

  /**
   * The report in a JSON text. Unknown fields are ignored, missing ones are errors.
   *
   * @throws IllegalArgumentException when the text is no report; one-line message
   */
  public static Report fromJson(String json) {
    try {
      return JsonText.read(json, Report.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a report: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes the report to a file, which appears whole or not at all. */
  public static void write(Report report, Path file) throws IOException {
    JsonText.write(report, file);
  }

  /**
   * Reads a report from a file.
   *
   * @throws IllegalArgumentException when the file is no report; one-line message
   */
  public static Report read(Path file) throws IOException {
    return fromJson(Files.readString(file));
  }
}
