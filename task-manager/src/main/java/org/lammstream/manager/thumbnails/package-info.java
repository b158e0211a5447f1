/**
 * Small copies of test images, which the page shows as examples. They are a cache: no version
 * depends on them, and one that is missing or damaged is merely not shown.
 */
@NullMarked
package org.lammstream.manager.thumbnails;

import org.jspecify.annotations.NullMarked;
