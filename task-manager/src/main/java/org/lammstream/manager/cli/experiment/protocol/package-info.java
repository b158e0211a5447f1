/**
 * The paper's protocols: prompt methods on data sets with few images per class, on base and new
 * classes, and under a shift of domain, and the same methods on one task after the other.
 * Resumable, with a table at the end; no broker, no store.
 */
@NullMarked
package org.lammstream.manager.cli.experiment.protocol;

import org.jspecify.annotations.NullMarked;
