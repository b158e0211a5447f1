package org.lammstream.manager.cli.experiment.protocol;

/**
 * What an experiment came to.
 *
 * @param markdown for readers
 * @param csv for programs
 */
record ProtocolTable(String markdown, String csv) {}
