/** Versions as files that other programs read: safetensors and JSON. */
@NullMarked
package org.lammstream.manager.exchange;

import org.jspecify.annotations.NullMarked;
