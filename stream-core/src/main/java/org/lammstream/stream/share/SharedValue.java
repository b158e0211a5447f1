package org.lammstream.stream.share;

/**
 * One value of a learner, as workers share it. What is in it is the store's business.
 *
 * @param learner whose it is
 * @param name unique among all values of all learners; of the values told under one name the last
 *     counts
 * @param family kind of value
 * @param key place of the value within its kind; not copied
 * @param value the value; not copied
 */
public record SharedValue(String learner, String name, String family, byte[] key, byte[] value) {}
