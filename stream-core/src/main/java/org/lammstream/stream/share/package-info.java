/** How workers tell each other of their versions, over a compacted topic. */
@NullMarked
package org.lammstream.stream.share;

import org.jspecify.annotations.NullMarked;
