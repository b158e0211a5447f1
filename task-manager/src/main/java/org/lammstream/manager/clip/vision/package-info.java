/** The vision transformer. */
@NullMarked
package org.lammstream.manager.clip.vision;

import org.jspecify.annotations.NullMarked;
