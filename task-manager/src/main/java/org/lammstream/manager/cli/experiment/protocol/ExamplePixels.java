package org.lammstream.manager.cli.experiment.protocol;

import java.util.List;
import java.util.Optional;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.cli.experiment.ExampleImages;
import org.lammstream.manager.clip.image.ImagePreprocessor;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.datasets.Example;

/** From images on disk to pixels for the image tower. Thread-safe. */
record ExamplePixels(ImagePreprocessor preprocessor) {

  /**
   * Reads one image.
   *
   * @param view of it; the plain centre if empty
   * @throws JobException naming the image, if it is damaged
   */
  PixelImage of(Example example, Optional<ViewDraw> view) {
    RgbImage image = ExampleImages.decode(example);
    String id = example.image().id();
    try {
      return view.isEmpty()
          ? preprocessor.apply(image)
          : preprocessor.augmented(image, view.get().random(id));
    } catch (ImageRejectedException e) {
      throw new JobException(id + ": " + e.getMessage(), e);
    }
  }

  /** Images behind each other, {@code (n · 3 · size · size)}. */
  float[] batch(List<Example> examples, Optional<ViewDraw> view) {
    int size = preprocessor.size();
    int length = 3 * size * size;
    float[] pixels = new float[examples.size() * length];
    for (int i = 0; i < examples.size(); i++) {
      System.arraycopy(of(examples.get(i), view).chw(), 0, pixels, i * length, length);
    }
    return pixels;
  }
}
