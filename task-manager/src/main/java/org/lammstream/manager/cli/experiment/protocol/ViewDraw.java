package org.lammstream.manager.cli.experiment.protocol;

import java.util.SplittableRandom;
import org.lammstream.manager.worker.TaskSeed;

/**
 * A random view of each image. What is drawn depends on these two and the image's id alone.
 *
 * @param seed of the run
 * @param number of the view, from 0
 */
record ViewDraw(long seed, int number) {
  /** The source of all that is drawn for one image. */
  SplittableRandom random(String imageId) {
    return new SplittableRandom(TaskSeed.of(seed, "view " + number, imageId));
  }
}
