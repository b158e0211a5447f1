/**
 * Learners and their versions, kept in RocksDB.
 *
 * <p>{@link org.lammstream.store.EmbeddingStore} is the way in. Everything that one source record
 * changes is a {@link org.lammstream.store.TaskCommit} and is written in one synced batch. A
 * version is a small manifest that points to class entries; entries that did not change are those
 * of earlier versions, so that the store grows with what changed. Format 6: the column families and
 * their keys are listed in {@code ColumnFamily}, the frame of every value in {@code Envelope}, the
 * payloads in {@code Codecs}.
 */
@NullMarked
package org.lammstream.store;

import org.jspecify.annotations.NullMarked;
