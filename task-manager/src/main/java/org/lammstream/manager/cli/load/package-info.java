/** Measures how fast the HTTP API of a worker on this machine predicts. */
@NullMarked
package org.lammstream.manager.cli.load;

import org.jspecify.annotations.NullMarked;
