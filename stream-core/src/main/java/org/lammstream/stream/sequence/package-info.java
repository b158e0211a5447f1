/**
 * Sequences of tasks as files, to be replayed: JSON Lines, a header, a line per task, a line with
 * count and checksum.
 */
@NullMarked
package org.lammstream.stream.sequence;

import org.jspecify.annotations.NullMarked;
