@NullMarked
package org.lammstream.stream.consume;

import org.jspecify.annotations.NullMarked;
