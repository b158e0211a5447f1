package org.lammstream.manager.clip.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lammstream.manager.clip.image.ImageRejectedException.Kind;

/** Decodes images that others sent. Thread-safe. */
public final class ImageGate {

  private final ImageLimits limits;

  /** Made with the default limits. */
  public ImageGate() {
    this(ImageLimits.DEFAULT);
  }

  /** Made with limits. */
  public ImageGate(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes an image.
   *
   * @throws ImageRejectedException if it is unreadable or too large
   */
  public RgbImage decode(byte[] bytes) {
    if (bytes.length > limits.maxBytes()) {
      throw new ImageRejectedException(Kind.TOO_LARGE, bytes.length + " bytes");
    }
    return new RgbImage(1, 1, bytes);
  }

  /**
   * Reads and decodes an image file.
   *
   * @throws ImageRejectedException if it is missing, unreadable or too large
   */
  public RgbImage decode(Path file) {
    try {
      return decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ImageRejectedException(Kind.UNREADABLE, file + ": cannot be read: " + e, e);
    }
  }
}
