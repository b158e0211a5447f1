/** The application: CLIP encoders, LAMM alignment, worker and command line. */
@NullMarked
package org.lammstream.manager;

import org.jspecify.annotations.NullMarked;
