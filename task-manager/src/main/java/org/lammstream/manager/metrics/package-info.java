/** What a worker tells Prometheus about itself: the catalogue of meters, and what feeds them. */
@NullMarked
package org.lammstream.manager.metrics;

import org.jspecify.annotations.NullMarked;
