package org.lammstream.evaluation.dashboard;

/**
 * What a version gets right and wrong.
 *
 * @param classes per class
 * @param confusions between classes
 */
public record VersionAnalysis(ClassTable classes, Confusions confusions) {}
