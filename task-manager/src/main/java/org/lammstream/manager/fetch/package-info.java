/** Getting files from servers, and only from those that may be asked. */
@NullMarked
package org.lammstream.manager.fetch;

import org.jspecify.annotations.NullMarked;
