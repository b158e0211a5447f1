package org.lammstream.manager.cli.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.datasets.Example;

/** Images of data sets. Stateless. */
public final class ExampleImages {
  private ExampleImages() {}

  /**
   * A name under which what was made of an image can be kept: where it lies, and the size of the
   * file.
   *
   * @throws JobException naming the image, if it is gone
   */
  public static String key(Example example) {
    try {
      return example.image().id() + " " + example.image().fileSize();
    } catch (IOException e) {
      throw new JobException(example.image().id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads one.
   *
   * @throws JobException naming the image, if it is damaged
   */
  public static RgbImage decode(Example example) {
    String id = example.image().id();
    try {
      return new ImageGate().decode(example.image().read());
    } catch (ImageRejectedException e) {
      throw new JobException(id + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(id, e);
    }
  }
}
