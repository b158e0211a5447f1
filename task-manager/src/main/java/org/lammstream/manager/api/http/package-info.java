/**
 * An HTTP/1.1 server on Jetty's core: routes, problems, limits and event streams; knows nothing of
 * learners.
 */
@NullMarked
package org.lammstream.manager.api.http;

import org.jspecify.annotations.NullMarked;
