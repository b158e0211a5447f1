package org.lammstream.manager.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.codec.DeadLetter;
import org.lammstream.stream.codec.DeadLetter.Place;
import org.lammstream.stream.codec.DeadLetters;

/**
 * What is kept in memory of a letter: all but its value.
 *
 * @param number how it is called
 * @param place where it lies
 * @param time when it was refused
 * @param learner its key as text; {@code -} where it has none
 * @param stage where it was noticed; {@code ?} where it is not said
 * @param reason why; {@code ?} where it is not said
 * @param message one line for people
 * @param source where the original lay
 * @param eventId CloudEvents id; the parts of a task have different ones
 * @param assembly the id that the parts of one task have in common
 * @param part which part, as its header says
 * @param bytes length of the original's value
 * @param repeats places of the letters that the refused record repeats
 */
record Letter(
    LetterNumber number,
    Place place,
    Instant time,
    String learner,
    String stage,
    String reason,
    String message,
    Optional<Place> source,
    Optional<String> eventId,
    Optional<String> assembly,
    Optional<String> part,
    int bytes,
    List<String> repeats) {
  static final String UNKNOWN = "?";

  static Letter of(DeadLetter letter) {
    return new Letter(
        new LetterNumber(letter.letter().partition(), letter.letter().offset()),
        letter.place(),
        letter.time(),
        letter.key().map(key -> new String(key, UTF_8)).orElse("-"),
        letter.stage().orElse(UNKNOWN),
        letter.reason().orElse(UNKNOWN),
        letter.message().orElse(""),
        letter.source(),
        letter.header("ce_id"),
        letter.header("ce_assembly"),
        letter.header("ce_partindex"),
        letter.value().map(value -> value.length).orElse(0),
        DeadLetters.redriven(letter.headers()));
  }

  /** Whether a worker wrote it; somebody else's record cannot be redriven. */
  boolean isProper() {
    return source.isPresent() && !reason.equals(UNKNOWN);
  }

  /**
   * The refused record. Letters are sent at least once, so two letters may be about the same one.
   */
  Place origin() {
    return source.orElse(place);
  }

  /** Parts with the same are parts of one task. */
  Optional<String> task() {
    return assembly.map(id -> learner + "/" + id);
  }
}
