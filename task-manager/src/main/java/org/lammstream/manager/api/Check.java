package org.lammstream.manager.api;

/**
 * One condition of being ready.
 *
 * @param name of it
 * @param ok whether it holds
 * @param detail one line for people
 */
public record Check(String name, boolean ok, String detail) {}
