@NullMarked
package org.lammstream.store;

import org.jspecify.annotations.NullMarked;
