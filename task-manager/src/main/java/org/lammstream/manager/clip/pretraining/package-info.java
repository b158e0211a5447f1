/**
 * Trains a small CLIP checkpoint from nothing on drawn images, with the symmetric contrastive loss.
 */
@NullMarked
package org.lammstream.manager.clip.pretraining;

import org.jspecify.annotations.NullMarked;
