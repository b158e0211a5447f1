/**
 * The public image data sets of few-shot learning with CLIP, read from the folders in which the
 * CoOp project lays them out, and any image folder. Knows files and labels; no tensors, no
 * learners.
 */
@NullMarked
package org.lammstream.manager.datasets;

import org.jspecify.annotations.NullMarked;
