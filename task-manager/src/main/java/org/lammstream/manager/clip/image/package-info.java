/**
 * From image bytes to the pixels CLIP sees: a gate that refuses what is broken or too large, and
 * preprocessing equal to Pillow's.
 */
@NullMarked
package org.lammstream.manager.clip.image;

import org.jspecify.annotations.NullMarked;
