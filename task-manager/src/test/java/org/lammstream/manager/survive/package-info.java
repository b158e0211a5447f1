/** Test kit and tests: a broker and a worker as processes of their own, broken in every way. */
@NullMarked
package org.lammstream.manager.survive;

import org.jspecify.annotations.NullMarked;
