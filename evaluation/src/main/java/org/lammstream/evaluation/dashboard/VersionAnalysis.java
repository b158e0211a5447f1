package org.lammstream.evaluation.dashboard;

/**
 * What a version gets right and wrong.
 *
 * @param classes per class
 * @param confusions between classes
 * @param examples one by one
 */
public record VersionAnalysis(
    ClassTable classes, Confusions confusions, ExamplePredictions examples) {}
