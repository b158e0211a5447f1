/** Evaluation from a store alone: the only package here that knows the store. */
@NullMarked
package org.lammstream.evaluation.stored;

import org.jspecify.annotations.NullMarked;
