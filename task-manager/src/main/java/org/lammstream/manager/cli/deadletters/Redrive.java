package org.lammstream.manager.cli.deadletters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lammstream.manager.cli.JobException;
import org.lammstream.stream.codec.DeadLetter;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;

/**
 * Chooses letters and publishes their originals. Values are read a second time when they are
 * published, so memory holds a few of them only.
 */
final class Redrive {
  private static final long BATCH_BYTES = 8 << 20;
  private static final int BATCH_RECORDS = 500;

  private final LetterScan scan;
  private final Topics topics;
  private final boolean again;

  Redrive(LetterScan scan, Topics topics, boolean again) {
    this.scan = scan;
    this.topics = topics;
    this.again = again;
  }

  /**
   * What is to be published.
   *
   * @param letters in order
   * @param notes on what is left out, for people
   */
  record Plan(List<Letter> letters, List<String> notes) {}

  /** The letters that a filter admits. */
  Plan plan(LetterFilter filter) {
    return plan(filter::admits);
  }

  /**
   * These letters, with the other parts of their tasks.
   *
   * @throws JobException if one is not there or is no letter of a worker
   */
  Plan plan(Collection<LetterNumber> numbers) {
    Set<LetterNumber> wanted = new TreeSet<>(numbers);
    Set<LetterNumber> found = new HashSet<>();
    Plan plan =
        plan(
            letter -> {
              boolean chosen = wanted.contains(letter.number());
              if (chosen && !letter.isProper()) {
                throw new JobException(
                    letter.number() + " was not written by a worker; it cannot be redriven");
              }
              if (chosen) {
                found.add(letter.number());
              }
              return chosen;
            });
    wanted.removeAll(found);
    if (!wanted.isEmpty()) {
      throw new JobException(
          "there is no letter " + wanted.iterator().next() + " in " + topics.deadLetters());
    }
    return plan;
  }

  private Plan plan(Predicate<Letter> admits) {
    List<Letter> chosen = new ArrayList<>();
    Map<String, List<Letter>> parts = new HashMap<>();
    List<String> notes = new ArrayList<>();
    int[] improper = {0};
    scan.read(
        topics.deadLetters(),
        new ReadFrom.Beginning(),
        record -> {
          Letter letter = Letter.of(DeadLetters.read(record));
          boolean admitted = admits.test(letter);
          if (admitted && !letter.isProper()) {
            improper[0]++;
            return;
          }
          if (admitted) {
            chosen.add(letter);
          }
          if (letter.isProper()) {
            letter
                .task()
                .ifPresent(
                    task -> parts.computeIfAbsent(task, any -> new ArrayList<>()).add(letter));
          }
        });
    if (improper[0] > 0) {
      notes.add(improper[0] + " records were not written by a worker and are left out");
    }
    Map<LetterNumber, Letter> whole = new TreeMap<>();
    for (Letter letter : chosen) {
      whole.put(letter.number(), letter);
      letter.task().map(task -> parts.getOrDefault(task, List.of())).stream()
          .flatMap(List::stream)
          .forEach(part -> whole.put(part.number(), part));
    }
    return new Plan(List.copyOf(once(whole.values(), notes)), notes);
  }

  /** Each refused record once, and each part of a task once; without what was redriven before. */
  private Collection<Letter> once(Collection<Letter> letters, List<String> notes) {
    RedrivenMarks marks = RedrivenMarks.of(scan, topics.tasks(), letters);
    long before = letters.stream().filter(letter -> marks.of(letter).isPresent()).count();
    if (before > 0 && !again) {
      notes.add(before + " letters were redriven before and are left out (--again)");
    }
    Map<String, Letter> newest = new LinkedHashMap<>();
    for (Letter letter : letters) {
      if (again || marks.of(letter).isEmpty()) {
        String what =
            letter
                .task()
                .map(task -> task + "#" + letter.part().orElse(""))
                .orElseGet(() -> letter.origin().toString());
        newest.remove(what); // the newest letter's place in the order
        newest.put(what, letter);
      }
    }
    return newest.values();
  }

  /** Publishes, in the order of the dead-letter topic, some at a time. */
  void run(Plan plan, RecordPublisher publisher) {
    Set<LetterNumber> wanted =
        plan.letters().stream().map(Letter::number).collect(Collectors.toCollection(HashSet::new));
    long first =
        plan.letters().stream().mapToLong(letter -> letter.number().offset()).min().orElse(0);
    List<DeadLetter> batch = new ArrayList<>();
    long[] bytes = {0};
    scan.read(
        topics.deadLetters(),
        new ReadFrom.Offset(first),
        record -> {
          if (wanted.remove(new LetterNumber(record.partition(), record.offset()))) {
            batch.add(DeadLetters.read(record));
            bytes[0] += record.size();
            if (bytes[0] >= BATCH_BYTES || batch.size() >= BATCH_RECORDS) {
              publisher.redrive(topics.tasks(), batch);
              batch.clear();
              bytes[0] = 0;
            }
          }
        });
    publisher.redrive(topics.tasks(), batch);
    if (!wanted.isEmpty()) {
      throw new JobException(
          wanted.size() + " letters have gone from " + topics.deadLetters() + " meanwhile");
    }
  }
}
