package org.lammstream.manager.lamm;

/** Image features of a task's examples, an epoch at a time. Asked by the thread that trains. */
@FunctionalInterface
public interface FeatureSource {

  /**
   * Features of all examples in one epoch; asked again for every batch of the epoch.
   *
   * @param epoch from 0; views may differ from epoch to epoch
   * @return {@code (examples · d)}, L2-normalised
   */
  float[] epoch(int epoch);
}
