package org.lammstream.store;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What can be done with a folder of backups; {@link EmbeddingStore#backup} makes them. One process
 * at a time works on such a folder: others get a {@link StoreLockedException}. Thread-safe.
 *
 * <p>Every method throws {@link StoreFormatException} if there is no such folder or it holds no
 * backups, {@link StoreCorruptedException} for a damaged backup, {@link StoreIoException} when
 * files cannot be read or written, and {@link UnknownBackupException} for an id it does not have.
 */
public final class StoreBackups {

  private StoreBackups() {}

  /** All whole backups, oldest first; damaged ones are in {@link #damaged}. */
  public static List<BackupInfo> list(Path directory) {
    try (BackupFolder folder = BackupFolder.openExisting(directory)) {
      return folder.backups();
    }
  }

  /**
   * Ids of backups of which files are missing or whose description cannot be read. Finding a file
   * with changed bytes takes {@link #verify}.
   */
  public static List<Integer> damaged(Path directory) {
    try (BackupFolder folder = BackupFolder.openExisting(directory)) {
      return folder.damaged();
    }
  }

  /**
   * Proves that a backup can be restored: restores it into a temporary folder inside the backup
   * folder, which needs as much free space as {@link BackupInfo#bytes}, checks every value and
   * every version's digest there, and removes it again.
   *
   * @throws StoreCorruptedException if a file of the backup is damaged, which it names, or if the
   *     store was damaged when the backup was made
   */
  public static BackupInfo verify(Path directory, int id) {
    return verify(directory, OptionalInt.of(id));
  }

  /**
   * Proves as the other that a backup can be restored.
   *
   * @param id which backup; the newest if empty, and if that is damaged it is reported, not passed
   *     over
   * @throws StoreCorruptedException as the other
   */
  public static BackupInfo verify(Path directory, OptionalInt id) {
    try (BackupFolder folder = BackupFolder.openExisting(directory)) {
      return new BackupRestore(folder).verify(id);
    }
  }

  /**
   * Restores a backup as a new store and checks it. The folder appears when everything is in place
   * and checked: an interrupted restore leaves no store, only a folder {@code STORE.restoring},
   * which the next restore removes. The new store goes on from where the old one was when it was
   * backed up: results that waited then are published again, and later tasks are learned again.
   *
   * @param id which backup; the newest if empty
   * @param store folder to make; it may exist if it is empty
   * @throws StoreFormatException if the folder holds a store or other files
   */
  public static BackupInfo restore(Path directory, OptionalInt id, Path store) {
    try (BackupFolder folder = BackupFolder.openExisting(directory)) {
      return new BackupRestore(folder).restore(id, store);
    }
  }
}
