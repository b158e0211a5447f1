package org.lammstream.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder of a fixed name for the time of one operation. Fixed, so that what a killed process left
 * is found and removed by the next; locked, so that two operations do not take it at once.
 */
final class TemporaryFolder implements AutoCloseable {

  private static final String LOCK = "IN-USE";

  private final Path path;
  private final FileChannel lock;

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, empty.
   *
   * @throws StoreLockedException if another operation has it
   */
  static TemporaryFolder take(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel lock =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!isOurs(lock)) {
          throw new StoreLockedException("another process is at work in " + path, null);
        }
        for (Path leftover : StoreFiles.list(path)) {
          if (!leftover.endsWith(LOCK)) {
            StoreFiles.delete(leftover);
          }
        }
        return new TemporaryFolder(path, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreIoException("cannot use temporary folder " + path + ": " + e, e);
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Removes the folder; what cannot be removed waits for the next operation. */
  @Override
  public void close() {
    try (lock) {
      StoreFiles.delete(path);
    } catch (IOException e) {
      // The next operation finds and removes it; this one's outcome does not depend on it.
    }
  }
}
