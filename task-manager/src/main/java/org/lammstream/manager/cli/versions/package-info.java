/** {@code lamm versions}: what is in a store's history, and travelling in it. */
@NullMarked
package org.lammstream.manager.cli.versions;

import org.jspecify.annotations.NullMarked;
