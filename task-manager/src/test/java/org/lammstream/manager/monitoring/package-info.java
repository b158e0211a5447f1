/** Rules and dashboards against a real Prometheus that scrapes a real worker. */
@NullMarked
package org.lammstream.manager.monitoring;

import org.jspecify.annotations.NullMarked;
