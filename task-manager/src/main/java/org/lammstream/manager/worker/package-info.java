/** From a delivered task to a committed version: encode, align, evaluate, commit. */
@NullMarked
package org.lammstream.manager.worker;

import org.jspecify.annotations.NullMarked;
