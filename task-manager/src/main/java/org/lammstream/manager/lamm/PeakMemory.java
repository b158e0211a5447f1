package org.lammstream.manager.lamm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process, where the operating system tells (Linux). Thread-safe. */
public final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private PeakMemory() {}

  /** Starts a new measurement; does nothing where the system does not offer it. */
  static void reset() {
    try {
      if (Files.isWritable(CLEAR)) {
        Files.writeString(CLEAR, "5");
      }
    } catch (IOException e) {
      // The peak then covers the whole life of the process, which is still an upper bound.
    }
  }

  /** The peak since the last reset in bytes, 0 if unknown. */
  public static long bytes() {
    return field("VmHWM:");
  }

  /** Resident memory now in bytes, 0 if unknown. */
  public static long resident() {
    return field("VmRSS:");
  }

  private static long field(String name) {
    try {
      if (!Files.isReadable(STATUS)) {
        return 0;
      }
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
