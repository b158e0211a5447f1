/**
 * What the dashboard shows, as JSON: computed from plain data, so that a store and a results topic
 * can fill the same records.
 */
@NullMarked
package org.lammstream.evaluation.dashboard;

import org.jspecify.annotations.NullMarked;
