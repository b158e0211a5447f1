/** CLIP's tokenizer. */
@NullMarked
package org.lammstream.manager.clip.token;

import org.jspecify.annotations.NullMarked;
