/**
 * What the demo needs and brings along: drawn images, the task sequence, and a small checkpoint.
 */
@NullMarked
package org.lammstream.manager.builtin;

import org.jspecify.annotations.NullMarked;
