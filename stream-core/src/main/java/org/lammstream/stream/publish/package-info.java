/** Sending tasks and records to the broker. */
@NullMarked
package org.lammstream.stream.publish;

import org.jspecify.annotations.NullMarked;
