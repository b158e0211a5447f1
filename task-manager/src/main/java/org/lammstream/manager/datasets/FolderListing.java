package org.lammstream.manager.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What lies in a folder of images or of classes, for all that read such folders: hidden entries are
 * passed over, and the order is the same on every machine. Stateless.
 */
public final class FolderListing {
  private static final Comparator<Path> BY_NAME = Comparator.comparing(FolderListing::name);

  private FolderListing() {}

  /**
   * The folders and files in a folder, sorted by their names' characters.
   *
   * @throws IOException if it cannot be read
   */
  public static List<Path> of(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !name(entry).startsWith(".")).sorted(BY_NAME).toList();
    }
  }

  /**
   * Whether a file is named as an image. The disk is not asked: for a million files that takes
   * minutes.
   *
   * @param suffixes in small letters, such as {@code .jpg}
   */
  public static boolean hasSuffix(Path file, List<String> suffixes) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return suffixes.stream().anyMatch(name::endsWith);
  }

  /** Of a folder or file, without the path to it. */
  public static String name(Path entry) {
    return entry.getFileName().toString();
  }
}
