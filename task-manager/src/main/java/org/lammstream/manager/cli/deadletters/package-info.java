/** {@code lamm dlq}: what was refused, why, and another try. */
@NullMarked
package org.lammstream.manager.cli.deadletters;

import org.jspecify.annotations.NullMarked;
