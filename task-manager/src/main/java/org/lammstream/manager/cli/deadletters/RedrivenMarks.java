package org.lammstream.manager.cli.deadletters;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lammstream.stream.codec.DeadLetter.Place;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.consume.UnknownTopicException;

/**
 * Which letters were redriven, and where to.
 *
 * <p>The redriven record itself carries its letter's place as a header, and that is looked up in
 * the task topic. So the mark is written together with what it tells of: nothing can be redriven
 * without its mark or marked without being redriven, whenever a process dies, and the dead-letter
 * topic holds letters only. The price is that the task topic is read from the oldest letter in
 * question on. A record that was refused again keeps its marks, so they are found among the
 * letters, too, even where the task topic has dropped it; a record that was learned and then
 * dropped by the topic's retention is forgotten, and redriving it once more is then acknowledged as
 * a duplicate.
 */
final class RedrivenMarks {
  /** How far the clocks of workers, brokers and this computer may differ. */
  static final Duration CLOCKS = Duration.ofHours(1);

  private final Map<String, Place> byLetter = new HashMap<>();
  private final Map<Place, Place> byOrigin = new HashMap<>();

  private RedrivenMarks() {}

  /** Reads what became of these letters. */
  static RedrivenMarks of(LetterScan scan, String tasks, Collection<Letter> letters) {
    RedrivenMarks marks = new RedrivenMarks();
    Set<String> asked = new HashSet<>();
    letters.forEach(letter -> asked.add(letter.place().toString()));
    for (Letter letter : letters) {
      for (String earlier : letter.repeats()) {
        marks.mark(asked, earlier, letter.origin());
      }
    }
    Optional<Instant> oldest = letters.stream().map(Letter::time).min(Comparator.naturalOrder());
    oldest.ifPresent(time -> marks.read(scan, tasks, time.minus(CLOCKS), asked));
    for (Letter letter : letters) {
      Place to = marks.byLetter.get(letter.place().toString());
      if (to != null) {
        marks.byOrigin.put(letter.origin(), to);
      }
    }
    return marks;
  }

  private void read(LetterScan scan, String tasks, Instant from, Set<String> asked) {
    try {
      scan.read(
          tasks,
          new ReadFrom.Time(from),
          record ->
              DeadLetters.redriven(record.headers())
                  .forEach(
                      letter ->
                          mark(
                              asked,
                              letter,
                              new Place(record.topic(), record.partition(), record.offset()))));
    } catch (UnknownTopicException e) {
      return; // nothing was ever published there
    }
  }

  private void mark(Set<String> asked, String letter, Place to) {
    if (asked.contains(letter)) {
      byLetter.put(letter, to);
    }
  }

  /** Where the letter's original was published again, the last time. */
  Optional<Place> of(Letter letter) {
    return Optional.ofNullable(byOrigin.get(letter.origin()));
  }
}
