/** Where accuracy was won and lost: per class, between old and new classes, and by cause. */
@NullMarked
package org.lammstream.evaluation.analysis;

import org.jspecify.annotations.NullMarked;
