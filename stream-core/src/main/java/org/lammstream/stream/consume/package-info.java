/** Reading tasks and results from the broker. */
@NullMarked
package org.lammstream.stream.consume;

import org.jspecify.annotations.NullMarked;
