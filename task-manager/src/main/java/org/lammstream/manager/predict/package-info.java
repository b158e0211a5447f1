/** Predictions: images are encoded in batches and classified with whole versions. */
@NullMarked
package org.lammstream.manager.predict;

import org.jspecify.annotations.NullMarked;
