/** The layers both towers are made of; the only packages that see tensors are clip and lamm. */
@NullMarked
package org.lammstream.manager.clip.layers;

import org.jspecify.annotations.NullMarked;
