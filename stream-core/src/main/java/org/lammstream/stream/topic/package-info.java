/** The topics of one deployment: their names, creation and checks. */
@NullMarked
package org.lammstream.stream.topic;

import org.jspecify.annotations.NullMarked;
