/** CLIP: a checkpoint's two encoders, its tokenizer and its preprocessing. */
@NullMarked
package org.lammstream.manager.clip;

import org.jspecify.annotations.NullMarked;
