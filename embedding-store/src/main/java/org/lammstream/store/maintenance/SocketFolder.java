package org.lammstream.store.maintenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes a folder for a socket that nobody but this user can enter, with a path short enough. */
final class SocketFolder {

  /** Paths of sockets have at most 103 bytes on macOS and 107 on Linux. */
  private static final int LONGEST = 90;

  private static final String PREFIX = "lamm-";
  private static final Path SHORT = Path.of("/tmp");

  private SocketFolder() {}

  static Path make() throws IOException {
    FileAttribute<Set<PosixFilePermission>> ours =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path folder = Files.createTempDirectory(PREFIX, ours);
    if (folder.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return folder;
    }
    Files.delete(folder);
    return Files.createTempDirectory(SHORT, PREFIX, ours);
  }

  static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("control"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // An empty folder among temporary files hurts nobody.
    }
  }
}
