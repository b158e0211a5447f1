package org.lammstream.store.maintenance;

import java.time.Duration;

/**
 * How much a server puts up with.
 *
 * @param connections how many requests at once, further ones are told that it is busy
 * @param patience how long a client may take to send its request, and to take each answer
 * @param farewell how long closing waits for requests under way
 */
record ServerLimits(int connections, Duration patience, Duration farewell) {

  static final ServerLimits USUAL =
      new ServerLimits(16, Duration.ofSeconds(5), Duration.ofSeconds(1));
}
