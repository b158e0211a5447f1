@NullMarked
package org.lammstream.stream.record;

import org.jspecify.annotations.NullMarked;
