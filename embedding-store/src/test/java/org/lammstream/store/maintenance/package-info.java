@NullMarked
package org.lammstream.store.maintenance;

import org.jspecify.annotations.NullMarked;
