package org.lammstream.manager.predict;

/**
 * What a version thinks of an image.
 *
 * @param name of a class
 * @param probability among all classes of the version, 0 to 1
 * @param score what classes are ordered by: the cosine similarity of image and text feature, -1 to
 *     1; of a version with a head the weighted mean of that and the head's score, any number
 */
public record ClassScore(String name, double probability, double score) {}
