package org.lammstream.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Packs and unpacks golden databases. */
final class GoldenFiles {

  private GoldenFiles() {}

  /** Packs a store's folder without its lock and its info logs. */
  static void pack(Path directory, Path zip) throws IOException {
    Files.createDirectories(Objects.requireNonNull(zip.getParent()));
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Path file : list(directory)) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals("LOCK") && !name.startsWith("LOG")) {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
  }

  /** Unpacks the golden database of a format into a new folder. */
  static void unpack(int format, Path directory) throws IOException {
    String name = "/golden/format-" + format + ".zip";
    try (InputStream in = GoldenFiles.class.getResourceAsStream(name)) {
      unpack(Objects.requireNonNull(in, name), directory);
    }
  }

  static void unpack(InputStream zip, Path directory) throws IOException {
    Files.createDirectories(directory);
    ZipInputStream in = new ZipInputStream(zip);
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      try (OutputStream out = Files.newOutputStream(directory.resolve(entry.getName()))) {
        in.transferTo(out);
      }
    }
  }

  /** Checksum of every file, by name. */
  static Map<String, Long> checksums(Path directory) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    for (Path file : list(directory)) {
      CRC32C crc = new CRC32C();
      crc.update(Files.readAllBytes(file));
      checksums.put(String.valueOf(file.getFileName()), crc.getValue());
    }
    return checksums;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
