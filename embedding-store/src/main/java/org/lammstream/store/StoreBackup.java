package org.lammstream.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Backs an open database up into a folder that suits it. */
final class StoreBackup {

  private StoreBackup() {}

  static BackupInfo add(Database database, Path directory, int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("cannot keep " + keep + " backups; 0 keeps all");
    }
    requireApart(database.directory(), directory.toAbsolutePath().normalize());
    try (BackupFolder folder = BackupFolder.openOrMake(directory)) {
      return folder.add(database, identity(database), keep);
    }
  }

  /** A store and its backups must not share a folder: either would take the other's files away. */
  private static void requireApart(Path store, Path backups) {
    Path realStore = real(store);
    Path realBackups = real(backups);
    if (realBackups.startsWith(realStore)) {
      throw new StoreFormatException(
          "backup folder "
              + backups
              + " lies inside the store "
              + store
              + "; nothing was changed: choose a folder outside, best on another disk",
          null);
    }
  }

  /** The path with links resolved, as far as it exists. */
  private static Path real(Path path) {
    Path parent = path.getParent();
    try {
      return Files.exists(path) || parent == null
          ? path.toRealPath()
          : real(parent).resolve(path.getFileName());
    } catch (IOException e) {
      throw new StoreIoException("cannot follow " + path + ": " + e, e);
    }
  }

  /** RocksDB's id of a database; a restored store has the one of the store it was made from. */
  private static String identity(Database database) {
    Path file = database.directory().resolve("IDENTITY");
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new StoreIoException("cannot read " + file + "; no backup was made: " + e, e);
    }
  }
}
