package org.lammstream.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Restores and checks backups out of one folder, which stays open. */
final class BackupRestore {

  private final BackupFolder folder;
  private final Runnable beforeMove;

  BackupRestore(BackupFolder folder) {
    this(folder, () -> {});
  }

  /**
   * Lets tests break off at the last moment.
   *
   * @param beforeMove called when everything is restored and checked, but not yet in place
   */
  BackupRestore(BackupFolder folder, Runnable beforeMove) {
    this.folder = folder;
    this.beforeMove = beforeMove;
  }

  BackupInfo verify(OptionalInt id) {
    BackupInfo backup = find(id);
    try (TemporaryFolder work = TemporaryFolder.take(folder.directory().resolve("verifying"))) {
      restoreAndCheck(backup, work.path().resolve("store"));
    }
    return backup;
  }

  BackupInfo restore(OptionalInt id, Path store) {
    Path target = store.toAbsolutePath().normalize();
    requireUsable(target);
    BackupInfo backup = find(id);
    try (TemporaryFolder work =
        TemporaryFolder.take(target.resolveSibling(target.getFileName() + ".restoring"))) {
      Path restored = work.path().resolve("store");
      restoreAndCheck(backup, restored);
      beforeMove.run();
      moveIntoPlace(restored, target);
    }
    return backup;
  }

  private void requireUsable(Path target) {
    if (StoreFiles.holdsDatabase(target)) {
      throw new StoreFormatException(
          "folder "
              + target
              + " holds a store, which a restore never replaces: restore into a new folder, or move"
              + " the store away first",
          null);
    }
    if (Files.exists(target)
        && (!Files.isDirectory(target) || !StoreFiles.list(target).isEmpty())) {
      throw new StoreFormatException(
          target + " holds other files; nothing was changed: restore into a new folder", null);
    }
    if (target.getParent() == null || target.startsWith(folder.directory())) {
      throw new StoreFormatException(
          "cannot restore into " + target + ": choose a folder outside the backup folder", null);
    }
  }

  private BackupInfo find(OptionalInt id) {
    List<BackupInfo> backups = folder.backups();
    List<Integer> damaged = folder.damaged();
    // The newest may be damaged: then an older one must be asked for, not slipped in.
    int wanted =
        id.orElseGet(
            () ->
                IntStream.concat(
                        backups.stream().mapToInt(BackupInfo::id),
                        damaged.stream().mapToInt(Integer::intValue))
                    .max()
                    .orElse(0));
    if (damaged.contains(wanted)) {
      throw folder.damaged(
          wanted, folder.whatIsDamaged(wanted, "its description cannot be read"), null);
    }
    return backups.stream()
        .filter(backup -> backup.id() == wanted)
        .findFirst()
        .orElseThrow(() -> unknown(wanted, backups));
  }

  private StoreException unknown(int id, List<BackupInfo> backups) {
    String where = "backup folder " + folder.directory();
    if (backups.isEmpty()) {
      List<Integer> damaged = folder.damaged();
      return new StoreFormatException(
          where
              + " holds no whole backup"
              + (damaged.isEmpty() ? "" : "; damaged: " + NumberList.describe(damaged)),
          null);
    }
    String known =
        backups.stream()
            .map(backup -> String.valueOf(backup.id()))
            .collect(Collectors.joining(", "));
    return new UnknownBackupException(where + " has no backup " + id + "; it has " + known);
  }

  private void restoreAndCheck(BackupInfo backup, Path target) {
    folder.restore(backup.id(), target);
    String problem;
    try (EmbeddingStore restored = EmbeddingStore.openReadOnly(target)) {
      StoreCheck check = restored.check();
      if (check.healthy()) {
        return;
      }
      problem = check.problems().get(0).message();
    } catch (StoreCorruptedException e) {
      problem = String.valueOf(e.getMessage());
    }
    throw folder.damaged(
        backup.id(), "the store was damaged before it was backed up (" + problem + ")", null);
  }

  private static void moveIntoPlace(Path restored, Path target) {
    try {
      StoreFiles.syncAll(restored);
      Files.move(restored, target, StandardCopyOption.ATOMIC_MOVE);
      StoreFiles.sync(target.resolveSibling("."));
    } catch (IOException e) {
      throw new StoreIoException(
          "cannot move the restored store to "
              + target
              + "; nothing was restored: choose a folder that is not itself a mounted disk: "
              + e,
          e);
    }
  }
}
