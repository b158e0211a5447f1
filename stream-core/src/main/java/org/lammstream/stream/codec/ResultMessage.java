package org.lammstream.stream.codec;

import java.time.Instant;
import java.util.Objects;
import org.lammstream.stream.event.ResultEvent;

/**
 * A result as it was read.
 *
 * @param id CloudEvents id; outbox records are sent at least once, so the same id may come again
 * @param time when the result came to be
 * @param event the result
 */
public record ResultMessage(String id, Instant time, ResultEvent event) {
  /** Rejects nulls. */
  public ResultMessage {
    Objects.requireNonNull(id);
    Objects.requireNonNull(time);
    Objects.requireNonNull(event);
  }
}
