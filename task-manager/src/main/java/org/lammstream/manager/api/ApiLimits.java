package org.lammstream.manager.api;

import org.lammstream.manager.clip.image.ImageLimits;
import org.lammstream.manager.predict.PredictorLimits;

/**
 * How large requests may be.
 *
 * @param taskBytes of a task with all its images
 * @param images how large one image may be
 * @param imagesPerTask how many a task may have
 * @param imagesPerPrediction how many one request may have classified
 * @param versionsPerPrediction with how many versions
 * @param jsonBytes of a JSON body, such as features
 */
public record ApiLimits(
    long taskBytes,
    ImageLimits images,
    int imagesPerTask,
    int imagesPerPrediction,
    int versionsPerPrediction,
    long jsonBytes) {

  /** 64 MiB and 2000 images per task, 32 images per prediction. */
  public static final ApiLimits DEFAULT =
      new ApiLimits(64L << 20, PredictorLimits.DEFAULT.images(), 2000, 32, 8, 8L << 20);
}
