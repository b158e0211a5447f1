/** LAMM: aligns label embeddings to images with the hierarchical loss. */
@NullMarked
package org.lammstream.manager.lamm;

import org.jspecify.annotations.NullMarked;
