package org.lammstream.manager.datasets;

import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * A data set's own folder. Paths below it are given with slashes; none leaves it, though a symbolic
 * link in it may lead elsewhere.
 */
final class Folder {
  private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif");

  private final DataSetInfo info;
  private final Path home;

  private Folder(DataSetInfo info, Path home) {
    this.info = info;
    this.home = home;
  }

  /** The data set's folder below this root, or the root itself if it has that name. */
  static Folder of(DataSetInfo info, Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new DataSetException(absolute + ": no such folder");
    }
    if (info.folder().isEmpty()) {
      return new Folder(info, absolute);
    }
    Path below = absolute.resolve(info.folder());
    if (!Files.isDirectory(below) && absolute.endsWith(info.folder())) {
      return new Folder(info, absolute);
    }
    Folder folder = new Folder(info, below);
    if (!Files.isDirectory(below)) {
      throw folder.missing(below, "folder");
    }
    return folder;
  }

  /** A path as a user should read it. */
  Path show(String path) {
    return home.resolve(path).normalize();
  }

  boolean hasFile(String path) {
    return Files.isRegularFile(home.resolve(path));
  }

  boolean hasFolder(String path) {
    return Files.isDirectory(home.resolve(path));
  }

  /** The image at a path that exists. */
  ImageLocation image(String path) {
    return new ImageLocation.File(home, path);
  }

  /** A picture in one of CIFAR-100's files. */
  ImageLocation record(String file, int index) {
    return new ImageLocation.CifarRecord(home, file, index);
  }

  /** The image at a path that another file names; it must exist, within {@code base}. */
  ImageLocation named(String base, String path, String where) {
    Path folder = home.resolve(base);
    Path image;
    try {
      image = folder.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new DataSetException(where + ": '" + path + "' is no path", e);
    }
    if (!image.startsWith(folder) || image.equals(folder)) {
      throw new DataSetException(where + ": '" + path + "' leads out of " + folder);
    }
    if (!Files.isRegularFile(image)) {
      throw new DataSetException(where + ": there is no image " + image);
    }
    return image(home.relativize(image).toString().replace(File.separatorChar, '/'));
  }

  /** The lines of a text file without blank ones and surrounding spaces. */
  List<String> lines(String path) {
    try {
      return Files.readAllLines(file(path)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (CharacterCodingException e) {
      throw new DataSetException(show(path) + ": not a UTF-8 text file", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  byte[] bytes(String path) {
    try {
      return Files.readAllBytes(file(path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** A file that must exist. */
  Path file(String path) {
    if (!hasFile(path)) {
      throw missing(home.resolve(path), "file");
    }
    return home.resolve(path);
  }

  /** Names of the folders in a folder, sorted by their characters' codes; at least one. */
  List<String> folders(String path) {
    List<String> names = list(path, Files::isDirectory);
    if (names.isEmpty()) {
      throw new DataSetException(show(path) + ": there is no class folder in it; " + expected());
    }
    return names;
  }

  /** Paths of the images in a folder, sorted, at least one; other files are passed over. */
  List<String> images(String path) {
    List<String> names = list(path, entry -> FolderListing.hasSuffix(entry, SUFFIXES));
    if (names.isEmpty()) {
      throw new DataSetException(show(path) + ": there is no image in it");
    }
    return names.stream().map(name -> path + "/" + name).toList();
  }

  private List<String> list(String path, Predicate<Path> wanted) {
    Path folder = home.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw missing(folder, "folder");
    }
    try {
      return FolderListing.of(folder).stream().filter(wanted).map(FolderListing::name).toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private DataSetException missing(Path path, String kind) {
    return new DataSetException(path + ": no such " + kind + "; " + expected());
  }

  private DataSetException unreadable(String path, IOException cause) {
    return new DataSetException(show(path) + ": cannot be read: " + cause.getMessage(), cause);
  }

  private String expected() {
    String folder = info.folder().isEmpty() ? "" : info.folder() + "/ with ";
    return info.id() + " is expected as " + folder + String.join(", ", info.layout());
  }
}
