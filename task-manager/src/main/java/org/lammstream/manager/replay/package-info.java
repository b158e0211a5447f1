/**
 * Recording the tasks of a learner, and learning them again: as they were, or with a difference.
 */
@NullMarked
package org.lammstream.manager.replay;

import org.jspecify.annotations.NullMarked;
