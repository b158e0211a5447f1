/** What happens now: running tasks, what became of published ones, and the events of it. */
@NullMarked
package org.lammstream.manager.api.live;

import org.jspecify.annotations.NullMarked;
