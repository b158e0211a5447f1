/** Learners and their versions, kept in RocksDB. */
@NullMarked
package org.lammstream.store;

import org.jspecify.annotations.NullMarked;
