/** Events, topics, codecs, publishing, consuming and the embedded broker. */
@NullMarked
package org.lammstream.stream;

import org.jspecify.annotations.NullMarked;
