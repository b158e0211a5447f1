/** Pictures, drawn with Java2D and XChart; no display is needed. */
@NullMarked
package org.lammstream.evaluation.chart;

import org.jspecify.annotations.NullMarked;
