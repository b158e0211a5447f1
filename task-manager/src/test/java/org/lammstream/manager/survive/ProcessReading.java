package org.lammstream.manager.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a worker process holds at one moment; bytes in MiB.
 *
 * @param tasks committed so far
 * @param resident physical memory
 * @param outside physical memory less the committed heap
 * @param rocks block cache (with write buffers) and table readers of the store
 * @param files open file handles
 * @param threads of the process
 * @param arrays tensors alive, weights included
 */
record ProcessReading(
    int tasks, double resident, double outside, double rocks, int files, int threads, int arrays) {
  private static final double MIB = 1 << 20;

  /** Reads /proc and the worker's own metrics. */
  static ProcessReading of(WorkerProcess worker, int tasks) throws Exception {
    String metrics = worker.get("/metrics").body();
    Path process = Path.of("/proc", Long.toString(worker.pid()));
    String status = Files.readString(process.resolve("status"));
    double resident = number(status, "VmRSS:") / 1024;
    double heap = 0;
    for (String line : metrics.lines().toList()) {
      if (line.startsWith("jvm_memory_committed_bytes{area=\"heap\"")) {
        heap += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / MIB;
      }
    }
    return new ProcessReading(
        tasks,
        resident,
        resident - heap,
        (number(metrics, "lamm_store_block_cache_bytes ")
                + number(metrics, "lamm_store_table_readers_bytes "))
            / MIB,
        files(process),
        (int) number(status, "Threads:"),
        (int) number(metrics, "lamm_ndarrays_alive "));
  }

  private static int files(Path process) throws IOException {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return (int) open.count();
    }
  }

  /** The first number behind these words at the beginning of a line. */
  static double number(String text, String words) {
    String line = text.lines().filter(one -> one.startsWith(words)).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(words.length()).strip().split(" ", 2)[0]);
  }

  /** Native memory that is not the store's, which has a bound of its own. */
  double unbounded() {
    return outside - rocks;
  }

  static String heading() {
    return "tasks  RSS MiB  RSS-heap  RocksDB  files  threads  NDArrays";
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%5d %8.1f %9.1f %8.1f %6d %8d %9d",
        tasks,
        resident,
        outside,
        rocks,
        files,
        threads,
        arrays);
  }
}
