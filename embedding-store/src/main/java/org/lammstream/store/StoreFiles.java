package org.lammstream.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be learnt about a store from its files, without opening it. */
final class StoreFiles {

  private static final String CURRENT = "CURRENT";

  /** What an interrupted creation leaves behind, and what a file system puts into a new volume. */
  private static final Pattern LEFTOVER =
      Pattern.compile(
          "LOCK|LOG.*|IDENTITY|MANIFEST-.*|OPTIONS-.*|.*\\.dbtmp|.*\\.log|lost\\+found|CONTROL.*");

  private StoreFiles() {}

  static boolean holdsDatabase(Path directory) {
    return Files.isRegularFile(directory.resolve(CURRENT));
  }

  static boolean isFresh(Path directory) {
    return list(directory).stream()
        .allMatch(file -> LEFTOVER.matcher(file.getFileName().toString()).matches());
  }

  /**
   * Changes whenever a writer adds, drops or replaces data files, but not when it only appends to
   * its log; empty while a writer is at it.
   */
  static Optional<String> fingerprint(Path directory) {
    Path current = directory.resolve(CURRENT);
    try {
      String manifest = Files.readString(current, StandardCharsets.UTF_8).strip();
      List<String> logs =
          list(directory).stream()
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".log"))
              .sorted()
              .toList();
      return Optional.of(manifest + " " + Files.size(directory.resolve(manifest)) + " " + logs);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreIoException("reading store " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of all files; those that vanish meanwhile do not count. */
  static long bytes(Path directory) {
    return list(directory).stream().mapToLong(StoreFiles::size).sum();
  }

  /** Removes a folder with everything in it; nothing happens if it is not there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Makes everything in a folder survive a power failure. */
  static void syncAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        sync(file);
      }
    }
  }

  /** Makes a file's content, or the names in a folder, survive a power failure. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** What the folder holds. */
  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException | UncheckedIOException e) {
      throw new StoreIoException("reading store " + directory + ": " + e.getMessage(), e);
    }
  }
}
