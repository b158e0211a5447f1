/** Measures what a task costs a learner that has learned many classes before. */
@NullMarked
package org.lammstream.manager.benchmark;

import org.jspecify.annotations.NullMarked;
