package org.lammstream.stream.codec;

import java.time.Instant;
import java.util.Objects;
import org.lammstream.stream.event.StatusEvent;

/**
 * A status event as it was read.
 *
 * @param time when it was so
 * @param event what was so
 */
public record StatusMessage(Instant time, StatusEvent event) {
  /** Rejects nulls. */
  public StatusMessage {
    Objects.requireNonNull(time);
    Objects.requireNonNull(event);
  }
}
