/** What travels: task events, result events and the reasons for refusing one. */
@NullMarked
package org.lammstream.stream.event;

import org.jspecify.annotations.NullMarked;
