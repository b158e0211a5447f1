/** Taking classes out of a learner again, exactly. */
@NullMarked
package org.lammstream.manager.forget;

import org.jspecify.annotations.NullMarked;
