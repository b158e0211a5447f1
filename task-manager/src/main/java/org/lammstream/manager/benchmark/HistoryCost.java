package org.lammstream.manager.benchmark;

/**
 * What a learner costs with a number of old classes. Times are medians over the rounds.
 *
 * @param old classes that the learner has before the task
 * @param alignSeconds learning the task
 * @param evaluateSeconds making class weights of the new version and classifying test images
 * @param commitSeconds writing the new version to a store
 * @param readSeconds reading it back
 * @param predictMicroseconds scoring one image feature against all classes
 * @param bytesPerClass that a version has in a store, before compression, with what its classes
 *     share
 */
public record HistoryCost(
    int old,
    double alignSeconds,
    double evaluateSeconds,
    double commitSeconds,
    double readSeconds,
    double predictMicroseconds,
    double bytesPerClass) {}
