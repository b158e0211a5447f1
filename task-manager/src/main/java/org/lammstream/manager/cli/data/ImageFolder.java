package org.lammstream.manager.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.datasets.FolderListing;

/**
 * The usual image folder: {@code train/<class name>/*.jpg|jpeg|png} and {@code test/<class
 * name>/*}. Hidden files and files of other kinds are passed over. Thread-safe; the disk is read at
 * every call.
 */
public final class ImageFolder {
  private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png");

  private final Path root;

  private ImageFolder(Path root) {
    this.root = root;
  }

  /**
   * The image folder at this place.
   *
   * @throws JobException if it does not exist or one of its two splits is missing
   */
  public static ImageFolder open(Path root) {
    if (!Files.isDirectory(root)) {
      throw new JobException("--images " + root + ": no such folder");
    }
    for (Split split : Split.values()) {
      if (!Files.isDirectory(root.resolve(split.folder()))) {
        throw new JobException(
            "--images %s: no folder '%s' in it; expected train/<class name>/*.jpg and"
                    .formatted(root, split.folder())
                + " test/<class name>/*.jpg");
      }
    }
    return new ImageFolder(root.toAbsolutePath().normalize());
  }

  /** Absolute path of the folder. */
  public Path root() {
    return root;
  }

  /**
   * All class names that have a training folder, sorted.
   *
   * @throws JobException if there is none
   */
  public List<String> classes() {
    List<String> classes =
        list(root.resolve(Split.TRAIN.folder())).stream()
            .filter(Files::isDirectory)
            .map(FolderListing::name)
            .toList();
    if (classes.isEmpty()) {
      throw new JobException("--images " + root + ": there is no class folder in 'train'");
    }
    return classes;
  }

  /**
   * Images of one class, sorted by file name, at least one.
   *
   * @throws JobException if the class has no folder in this split, or no image in it
   */
  public List<Path> images(Split split, String className) {
    Path folder = root.resolve(split.folder()).resolve(className).normalize();
    if (!folder.startsWith(root.resolve(split.folder())) || !Files.isDirectory(folder)) {
      throw new JobException(
          "--images %s: class '%s' has no folder in '%s'"
              .formatted(root, className, split.folder()));
    }
    List<Path> images = list(folder).stream().filter(ImageFolder::isImage).toList();
    if (images.isEmpty()) {
      throw new JobException(
          "--images %s: class '%s' has no .jpg, .jpeg or .png file in '%s'"
              .formatted(root, className, split.folder()));
    }
    return images;
  }

  private static boolean isImage(Path path) {
    return FolderListing.hasSuffix(path, SUFFIXES) && Files.isRegularFile(path);
  }

  private static List<Path> list(Path folder) {
    try {
      return FolderListing.of(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The two halves of an image folder. */
  public enum Split {
    TRAIN,
    TEST;

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
