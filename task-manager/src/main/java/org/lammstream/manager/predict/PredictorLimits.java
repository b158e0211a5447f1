package org.lammstream.manager.predict;

import java.time.Duration;
import org.lammstream.manager.clip.image.ImageLimits;

/**
 * What predictions may take.
 *
 * @param images how large one may be
 * @param decoders images that may be decoded at the same time; each takes up to 9 bytes of heap per
 *     pixel
 * @param batch views of images that are encoded together
 * @param gather how long a batch waits to become full
 * @param waiting images that may wait to be encoded, each with 1 to 6 views, or once for each
 *     version that sees it in its own way
 * @param cachedNumbers floats of text features, and of prompts in the image tower, that are kept of
 *     the versions used last
 */
public record PredictorLimits(
    ImageLimits images, int decoders, int batch, Duration gather, int waiting, long cachedNumbers) {

  /** 16 MiB and 25 million pixels per image, batches of 32 within 2 ms, 64 MiB of features. */
  public static final PredictorLimits DEFAULT =
      new PredictorLimits(
          new ImageLimits(16L << 20, 25_000_000), 2, 32, Duration.ofMillis(2), 256, 16L << 20);
}
