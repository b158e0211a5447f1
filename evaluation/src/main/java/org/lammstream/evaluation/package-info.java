/** Accuracy matrix, forgetting and transfer, reports. */
@NullMarked
package org.lammstream.evaluation;

import org.jspecify.annotations.NullMarked;
