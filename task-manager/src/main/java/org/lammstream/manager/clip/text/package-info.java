/**
 * The causal text tower: the naive path over whole prompts and the exact path behind a cached
 * prefix.
 */
@NullMarked
package org.lammstream.manager.clip.text;

import org.jspecify.annotations.NullMarked;
