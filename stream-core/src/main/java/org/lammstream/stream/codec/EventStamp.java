package org.lammstream.stream.codec;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The CloudEvents attributes that a sender decides.
 *
 * @param id unique per source; the same id again is the same event again
 * @param time when the event came to be
 * @param source who sends it
 */
public record EventStamp(String id, Instant time, URI source) {
  /** What this library gives as the source where nothing else is said. */
  public static final URI DEFAULT_SOURCE = URI.create("urn:lammstream");

  /** Longest event id, in UTF-16 units. */
  public static final int MAX_ID = 256;

  /**
   * Rejects nulls and unusable ids.
   *
   * @throws IllegalArgumentException if the id is blank or too long
   */
  public EventStamp {
    if (id.isBlank() || id.length() > MAX_ID) {
      throw new IllegalArgumentException("an event id has 1 to " + MAX_ID + " characters");
    }
    Objects.requireNonNull(time);
    Objects.requireNonNull(source);
  }

  /** A stamp with the default source. */
  public static EventStamp of(String id, Instant time) {
    return new EventStamp(id, time, DEFAULT_SOURCE);
  }

  /** A stamp with a random id. */
  public static EventStamp random(Instant time) {
    return of(UUID.randomUUID().toString(), time);
  }
}
