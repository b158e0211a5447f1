package org.lammstream.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures what one version adds to a store. Every task brings ten classes with one test example
 * each, from the first to the last; the means are those of the last versions.
 */
final class StorageGrowth {

  private static final int PER_TASK = 10;
  private static final int MEASURED = VersionRecord.LONGEST_CHAIN;

  private StorageGrowth() {}

  /**
   * Mean bytes that one version adds, of keys and values before compression; {@code disk} is what
   * the data files grew by.
   */
  record Row(
      int classes,
      int moved,
      int versions,
      long entries,
      long manifest,
      long scores,
      long testSet,
      long other,
      long disk) {

    long total() {
      return entries + manifest + scores + testSet + other;
    }
  }

  /**
   * Fills an empty folder.
   *
   * @param classes how many classes the last version has, a multiple of ten
   * @param moved how many old classes each task changes
   */
  static Row measure(Path directory, int classes, int moved, int width) throws IOException {
    History history = new History("birds", PER_TASK, PER_TASK, moved, width, width);
    int last = classes / PER_TASK;
    int measured = Math.min(MEASURED, Math.max(1, last - 1));
    long diskBefore = 0;
    Map<ColumnFamily, Long> before = Map.of();
    if (last > measured) {
      write(directory, history, 1, last - measured);
      diskBefore = dataFiles(directory);
      before = families(directory);
    }
    write(directory, history, last - measured + 1, last);
    Map<ColumnFamily, Long> grown = families(directory);
    before.forEach((family, bytes) -> grown.merge(family, -bytes, Long::sum));
    long all = grown.values().stream().mapToLong(bytes -> bytes).sum();
    long entries = grown.getOrDefault(ColumnFamily.CLASSES, 0L);
    long manifest = grown.getOrDefault(ColumnFamily.VERSIONS, 0L);
    long scores = grown.getOrDefault(ColumnFamily.SCORES, 0L);
    long tests = grown.getOrDefault(ColumnFamily.TESTS, 0L);
    return new Row(
        classes,
        moved,
        measured,
        entries / measured,
        manifest / measured,
        scores / measured,
        tests / measured,
        (all - entries - manifest - scores - tests) / measured,
        (dataFiles(directory) - diskBefore) / measured);
  }

  static String table(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| classes | moved | mean of | class entries | version record | scores | test set | other |"
            + " sum | on disk |");
    lines.add("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %,d | %d | %d | %,d | %,d | %,d | %,d | %,d | %,d | %,d |",
              row.classes(),
              row.moved(),
              row.versions(),
              row.entries(),
              row.manifest(),
              row.scores(),
              row.testSet(),
              row.other(),
              row.total(),
              row.disk()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void write(Path directory, History history, int from, int last) {
    Database database = new DatabaseOpener(directory).open();
    try (EmbeddingStore store =
        new EmbeddingStore(database, CommitProbe.NONE, InstantSource.system())) {
      history.write(store, from, last);
      database.compact(Set.of(ColumnFamily.values()), new byte[0]);
    }
  }

  /** Bytes of all keys and values of each column family. */
  private static Map<ColumnFamily, Long> families(Path directory) {
    Map<ColumnFamily, Long> bytes = new EnumMap<>(ColumnFamily.class);
    try (Database database = new DatabaseOpener(directory).openReadOnly();
        View view = database.view()) {
      for (ColumnFamily family : ColumnFamily.values()) {
        long sum = 0;
        try (Cursor cursor = view.cursor(family)) {
          for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
            sum += cursor.key().length + cursor.value().length;
          }
        }
        bytes.put(family, sum);
      }
    }
    return bytes;
  }

  private static long dataFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
