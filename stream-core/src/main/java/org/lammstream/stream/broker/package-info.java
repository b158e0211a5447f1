/** A real Kafka broker inside this JVM. */
@NullMarked
package org.lammstream.stream.broker;

import org.jspecify.annotations.NullMarked;
