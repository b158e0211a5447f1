/** Learners as the results topic tells of them, for a page without a worker. */
@NullMarked
package org.lammstream.manager.api.topic;

import org.jspecify.annotations.NullMarked;
