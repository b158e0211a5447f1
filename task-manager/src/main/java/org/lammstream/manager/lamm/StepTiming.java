package org.lammstream.manager.lamm;

/**
 * The alignment step for one number of classes.
 *
 * @param classes that train
 * @param naiveSeconds median of a step on the naive path
 * @param cachedSeconds median of a step on the cached path
 * @param ratio naive over cached
 * @param naivePeakBytes peak resident memory of the process during the naive steps, 0 if unknown
 * @param cachedPeakBytes the same during the cached steps
 * @param relativeLossDifference of the two paths' last step
 */
public record StepTiming(
    int classes,
    double naiveSeconds,
    double cachedSeconds,
    double ratio,
    long naivePeakBytes,
    long cachedPeakBytes,
    double relativeLossDifference) {}
