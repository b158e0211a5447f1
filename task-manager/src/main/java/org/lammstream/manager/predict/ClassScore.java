package org.lammstream.manager.predict;

/**
 * What a version thinks of an image.
 *
 * @param name of a class
 * @param probability among all classes of the version, 0 to 1
 * @param score cosine similarity of image and class, -1 to 1
 */
public record ClassScore(String name, double probability, double score) {}
