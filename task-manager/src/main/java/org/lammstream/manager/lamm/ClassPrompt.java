package org.lammstream.manager.lamm;

/**
 * What one class contributes to its prompt.
 *
 * @param name of the class
 * @param vectors number of trainable vectors
 * @param initial the pre-trained embeddings they start from, {@code (vectors · width)} row-major
 * @param tail frozen name tokens behind the vectors
 */
record ClassPrompt(String name, int vectors, float[] initial, int[] tail) {}
