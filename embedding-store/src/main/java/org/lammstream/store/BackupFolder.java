package org.lammstream.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BackupEngine;
import org.rocksdb.BackupEngineOptions;
import org.rocksdb.Env;
import org.rocksdb.RestoreOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A folder of backups, opened with RocksDB's backup engine and locked against other users of it.
 *
 * <p>The engine gets no logger: in this version its Java binding hands the native code a wrong
 * pointer, and the process dies.
 */
final class BackupFolder implements AutoCloseable {

  /** Where the engine keeps one description for each backup. */
  private static final String DESCRIPTIONS = "meta";

  private static final String LOCK = "LOCK";
  private static final Set<String> LEFTOVERS = Set.of(LOCK, "lost+found");

  private final Path directory;
  private final FileChannel channel;
  private final BackupEngineOptions options;
  private final BackupEngine engine;

  private BackupFolder(Path directory, FileChannel channel) throws RocksDBException {
    this.directory = directory;
    this.channel = channel;
    this.options =
        new BackupEngineOptions(directory.toString())
            .setShareTableFiles(true)
            .setShareFilesWithChecksum(true);
    try {
      this.engine = BackupEngine.open(Env.getDefault(), options);
    } catch (RocksDBException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  /** Opens the folder to add a backup; makes it if it is missing or empty. */
  static BackupFolder openOrMake(Path directory) {
    Path folder = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreIoException(
          "cannot make backup folder " + folder + ": " + e + "; no backup was made", e);
    }
    if (!isBackupFolder(folder) && !isFresh(folder)) {
      throw new StoreFormatException(
          "folder "
              + folder
              + " holds other files than backups; nothing was changed: choose an empty or a new"
              + " folder",
          null);
    }
    return open(folder);
  }

  /** Opens a folder that must hold backups. */
  static BackupFolder openExisting(Path directory) {
    Path folder = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new StoreFormatException("there is no backup folder " + folder, null);
    }
    if (!isBackupFolder(folder)) {
      throw new StoreFormatException(
          "folder " + folder + " holds no backups: `lamm versions backup` makes one", null);
    }
    return open(folder);
  }

  private static BackupFolder open(Path folder) {
    RocksDB.loadLibrary();
    if (!Files.isWritable(folder)) {
      throw new StoreIoException(
          "backup folder "
              + folder
              + " cannot be written to, which its lock needs: allow it, or copy the folder",
          null);
    }
    @Nullable FileChannel channel = null;
    try {
      channel = lock(folder);
      return new BackupFolder(folder, channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StoreIoException("opening backup folder " + folder + ": " + e, e);
    } catch (RocksDBException e) {
      closeQuietly(channel);
      throw RocksErrors.translate(e, "opening backup folder " + folder);
    } catch (RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel; // The lock goes with the channel.
      }
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process, which is the same to us.
    }
    channel.close();
    throw new StoreLockedException(
        "backup folder " + folder + " is in use; try again when the other backup or restore ended",
        null);
  }

  Path directory() {
    return directory;
  }

  /** All whole backups, oldest first. */
  List<BackupInfo> backups() {
    return engine.getBackupInfo().stream()
        .map(
            info ->
                new BackupInfo(
                    info.backupId(),
                    Instant.ofEpochSecond(info.timestamp()),
                    info.size(),
                    info.numberFiles()))
        .sorted(Comparator.comparingInt(BackupInfo::id))
        .toList();
  }

  /** Ids of backups that miss files or a readable description. */
  List<Integer> damaged() {
    return Arrays.stream(engine.getCorruptedBackups()).sorted().boxed().toList();
  }

  /**
   * Adds a backup; copies only data files that no backup has yet. Commits go on meanwhile.
   *
   * @param identity tells this database from others
   * @param keep how many of the newest backups stay, 0 for all
   */
  BackupInfo add(Database database, String identity, int keep) {
    requireSameStore(database, identity);
    try {
      // Memory goes into data files first: those are shared with later backups, a log is not.
      engine.createNewBackupWithMetadata(database.rocks(), identity, true);
    } catch (RocksDBException e) {
      throw RocksErrors.translate(
          e,
          "backing up store "
              + database.directory()
              + " to "
              + directory
              + " (the store and earlier backups are as before)");
    }
    List<BackupInfo> all = backups();
    try {
      if (keep > 0 && all.size() > keep) {
        engine.purgeOldBackups(keep);
      }
      if (damaged().isEmpty()) { // Otherwise it would remove what is left of damaged ones.
        engine.garbageCollect();
      }
    } catch (RocksDBException e) {
      throw RocksErrors.translate(
          e, "removing old backups from " + directory + " (the new one is complete)");
    }
    return all.get(all.size() - 1);
  }

  /** Otherwise keeping the newest few would remove another store's backups. */
  private void requireSameStore(Database database, String identity) {
    if (!engine.getBackupInfo().stream().allMatch(info -> identity.equals(info.appMetadata()))) {
      throw new StoreFormatException(
          "folder "
              + directory
              + " holds backups of another store than "
              + database.directory()
              + "; nothing was changed: choose an empty or a new folder",
          null);
    }
  }

  /** Writes the files of a backup into a folder, comparing their checksums. */
  void restore(int id, Path target) {
    // An engine of its own: closing it waits for its copying threads, which outlive a failure.
    try (RestoreOptions restore = new RestoreOptions(false);
        BackupEngine copying = BackupEngine.open(Env.getDefault(), options)) {
      copying.restoreDbFromBackup(id, target.toString(), target.toString(), restore);
    } catch (RocksDBException e) {
      throw RocksErrors.isCorruption(e)
          ? damaged(id, whatIsDamaged(id, String.valueOf(e.getMessage())), e)
          : RocksErrors.translate(e, "restoring backup " + id + " from " + directory);
    }
  }

  /** The exception for a damaged backup: names the others, which may be whole. */
  StoreCorruptedException damaged(int id, String what, @Nullable Throwable cause) {
    String others =
        backups().stream()
            .filter(backup -> backup.id() != id)
            .map(backup -> String.valueOf(backup.id()))
            .collect(Collectors.joining(", "));
    return new StoreCorruptedException(
        "backup "
            + id
            + " in "
            + directory
            + " is damaged: "
            + what
            + (others.isEmpty()
                ? "; the folder holds no other backup"
                : "; try another one: " + others),
        cause);
  }

  /** The engine's message names no file when a checksum differs, so the description is read. */
  String whatIsDamaged(int id, String otherwise) {
    Path description = directory.resolve(DESCRIPTIONS).resolve(String.valueOf(id));
    List<String> files = BackupDescription.read(directory, description).damagedFiles();
    return files.isEmpty() ? otherwise : String.join(", ", files);
  }

  private static boolean isBackupFolder(Path folder) {
    return Files.isDirectory(folder.resolve(DESCRIPTIONS));
  }

  private static boolean isFresh(Path folder) {
    return StoreFiles.list(folder).stream()
        .allMatch(file -> LEFTOVERS.contains(file.getFileName().toString()));
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written through it, and the failure that led here is the one to report.
    }
  }

  @Override
  public void close() {
    engine.close();
    options.close();
    closeQuietly(channel);
  }
}
