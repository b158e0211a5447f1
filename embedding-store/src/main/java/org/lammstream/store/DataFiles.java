package org.lammstream.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** Checks RocksDB's own checksums of every data file, block by block. */
final class DataFiles {

  private final Database database;

  DataFiles(Database database) {
    this.database = database;
  }

  void check(Findings findings, CheckProgress progress) {
    List<LiveFileMetaData> files = database.rocks().getLiveFilesMetaData();
    for (int i = 0; i < files.size(); i++) {
      LiveFileMetaData file = files.get(i);
      Optional<ColumnFamily> family =
          ColumnFamily.byName(new String(file.columnFamilyName(), StandardCharsets.UTF_8));
      if (family.isPresent()) {
        check(file, family.get(), findings);
      }
      progress.advanced("data files", i + 1L, files.size());
    }
  }

  private void check(LiveFileMetaData file, ColumnFamily family, Findings findings) {
    Path path = Path.of(file.path(), file.fileName());
    String name = "data file " + path.getFileName();
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(path.toString());
      reader.verifyChecksum();
    } catch (RocksDBException e) {
      if (Files.exists(path) || isLive(file)) {
        findings.file(
            family,
            file.smallestKey(),
            file.largestKey(),
            name + (Files.exists(path) ? " is damaged (" + e.getMessage() + ")" : " is missing"));
      }
    }
  }

  /** A compaction replaces files; a read-only database does not hear of it, but holds them open. */
  private boolean isLive(LiveFileMetaData file) {
    return !database.readOnly()
        && database.rocks().getLiveFilesMetaData().stream()
            .anyMatch(live -> live.fileName().equals(file.fileName()));
  }
}
