/** Events to Kafka records and back: JSON, JSON Schema, CloudEvents. */
@NullMarked
package org.lammstream.stream.codec;

import org.jspecify.annotations.NullMarked;
