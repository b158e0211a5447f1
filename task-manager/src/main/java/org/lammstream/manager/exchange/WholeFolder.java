package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder of files that appears whole or not at all. */
final class WholeFolder {

  private final Path target;
  private final Set<String> names;

  private WholeFolder(Path target, Set<String> names) {
    this.target = target;
    this.names = names;
  }

  /** Writes files into a folder. */
  interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Writes all files beside the folder first and then puts them in its place.
   *
   * @param folder missing or empty, unless it is to be replaced
   * @param names of all files that may be in such a folder; one that holds others is never replaced
   * @param replace whether an earlier folder of the same kind makes room
   * @throws ExchangeException if there is something that must not be replaced
   */
  static void write(Path folder, Set<String> names, boolean replace, Content content)
      throws IOException {
    Path target = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    new WholeFolder(target, names).write(folder, replace, content);
  }

  private void write(Path asGiven, boolean replace, Content content) throws IOException {
    checkRoom(asGiven, replace);
    Path part = beside("part");
    Files.createDirectories(part.getParent());
    Files.createDirectory(part);
    try {
      content.writeTo(part);
      putInPlace(part);
    } finally {
      delete(part);
    }
  }

  private void checkRoom(Path asGiven, boolean replace) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new ExchangeException(asGiven + ": is a file, not a folder");
    }
    try (Stream<Path> files = Files.list(target)) {
      List<String> held = files.map(file -> file.getFileName().toString()).sorted().toList();
      for (String name : held) {
        if (!names.contains(name)) {
          throw new ExchangeException(
              "%s: holds %s, which no export wrote; choose another folder"
                  .formatted(asGiven, name));
        }
      }
      if (!held.isEmpty() && !replace) {
        throw new ExchangeException(
            asGiven + ": holds an export already; --force replaces it, or choose another folder");
      }
    }
  }

  private void putInPlace(Path part) throws IOException {
    if (!Files.exists(target)) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = beside("old");
    Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    delete(old);
  }

  private Path beside(String what) {
    return target.resolveSibling(
        ".%s.%s-%s".formatted(target.getFileName(), what, UUID.randomUUID()));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
