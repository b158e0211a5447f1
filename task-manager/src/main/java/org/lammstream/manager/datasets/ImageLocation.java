package org.lammstream.manager.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an image lies. Immutable and thread-safe; the disk is read at every call. */
public sealed interface ImageLocation {
  /**
   * A name that stays the same wherever the data set is unpacked: the path below its folder, with
   * slashes, and for a record its number behind {@code #}.
   */
  String id();

  /**
   * The image as a file that the image decoder takes.
   *
   * @throws IOException if it cannot be read
   */
  byte[] read() throws IOException;

  /**
   * Bytes of the file that it lies in, by which another image at the same place can be told.
   *
   * @throws IOException if there is none
   */
  long fileSize() throws IOException;

  /**
   * An image file.
   *
   * @param root absolute path of the folder that the id is relative to
   */
  record File(Path root, String id) implements ImageLocation {
    /** Where the file lies. */
    public Path path() {
      return root.resolve(id);
    }

    @Override
    public byte[] read() throws IOException {
      return Files.readAllBytes(path());
    }

    @Override
    public long fileSize() throws IOException {
      return Files.size(path());
    }
  }

  /**
   * A picture in one of CIFAR-100's binary files; {@link #read} gives it as PNG.
   *
   * @param root absolute path of the folder that the file is relative to
   * @param file path of the binary file, with slashes
   * @param index number of the record, from 0
   */
  record CifarRecord(Path root, String file, int index) implements ImageLocation {
    @Override
    public String id() {
      return file + "#" + index;
    }

    @Override
    public byte[] read() throws IOException {
      return CifarPicture.png(root.resolve(file), index);
    }

    @Override
    public long fileSize() throws IOException {
      return Files.size(root.resolve(file));
    }
  }
}
