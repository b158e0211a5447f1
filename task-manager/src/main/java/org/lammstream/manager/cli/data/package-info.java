/** What a user points at: image folders and task files, turned into a sequence of task events. */
@NullMarked
package org.lammstream.manager.cli.data;

import org.jspecify.annotations.NullMarked;
