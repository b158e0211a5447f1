/** Kafka records as plain data, so that upper floors need no Kafka client classes. */
@NullMarked
package org.lammstream.stream.record;

import org.jspecify.annotations.NullMarked;
