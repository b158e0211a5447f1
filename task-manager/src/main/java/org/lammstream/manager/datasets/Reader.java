package org.lammstream.manager.datasets;

/** Reads one data set's layout. */
@FunctionalInterface
interface Reader {
  DataSet read(DataSetInfo info, Folder folder);
}
