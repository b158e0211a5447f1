/** The {@code lamm} command line: commands, options and their defaults, error lines, progress. */
@NullMarked
package org.lammstream.manager.cli;

import org.jspecify.annotations.NullMarked;
