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
