package org.lammstream.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The files that RocksDB's description of a backup lists, one line each: path and CRC-32C. Read
 * only to say which of them is damaged; lines of another shape are passed over.
 *
 * @param directory the backup folder, to which the paths are relative
 * @param files the files and what they must be
 */
record BackupDescription(Path directory, List<Entry> files) {

  private static final Pattern LINE = Pattern.compile("(\\S+) crc32 (\\d+)\\b.*");

  /** One file of a backup. */
  record Entry(String path, long checksum) {}

  static BackupDescription read(Path directory, Path description) {
    List<Entry> files = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(description, StandardCharsets.ISO_8859_1)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          files.add(new Entry(matcher.group(1), Long.parseLong(matcher.group(2))));
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Then RocksDB's own message has to do.
    }
    return new BackupDescription(directory, List.copyOf(files));
  }

  /** Every damaged file with what is wrong with it. */
  List<String> damagedFiles() {
    List<String> damaged = new ArrayList<>();
    for (Entry file : files) {
      Path path = directory.resolve(file.path());
      try {
        if (!Files.exists(path)) {
          damaged.add(file.path() + " is missing");
        } else if (checksum(path) != file.checksum()) {
          damaged.add(file.path() + " has another checksum than when it was backed up");
        }
      } catch (IOException e) {
        damaged.add(file.path() + " cannot be read (" + e.getMessage() + ")");
      }
    }
    return damaged;
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream input = Files.newInputStream(file)) {
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    return checksum.getValue();
  }
}
