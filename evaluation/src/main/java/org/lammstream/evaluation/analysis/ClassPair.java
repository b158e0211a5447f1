package org.lammstream.evaluation.analysis;

/**
 * Test examples of one class that were taken for another.
 *
 * @param from the class they are of
 * @param to the class they were given
 * @param count how many examples
 */
public record ClassPair(String from, String to, int count) {}
