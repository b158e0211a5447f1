package org.lammstream.manager.replay;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.lammstream.stream.sequence.SequenceEntry;

/** In which order recorded tasks are learned. */
public sealed interface TaskOrder {
  /** Tasks in this order. */
  List<SequenceEntry> arrange(List<SequenceEntry> tasks);

  /**
   * As they were learned: in the order of their versions where all are known, else as they stand in
   * the sequence.
   */
  record Recorded() implements TaskOrder {
    @Override
    public List<SequenceEntry> arrange(List<SequenceEntry> tasks) {
      if (tasks.stream().anyMatch(task -> task.original().isEmpty())) {
        return List.copyOf(tasks);
      }
      return tasks.stream()
          .sorted(Comparator.comparingInt(task -> task.original().orElseThrow().version()))
          .toList();
    }

    @Override
    public String toString() {
      return "recorded";
    }
  }

  /** The last task first. */
  record Reversed() implements TaskOrder {
    @Override
    public List<SequenceEntry> arrange(List<SequenceEntry> tasks) {
      List<SequenceEntry> reversed = new ArrayList<>(new Recorded().arrange(tasks));
      Collections.reverse(reversed);
      return reversed;
    }

    @Override
    public String toString() {
      return "reversed";
    }
  }

  /**
   * In a random order.
   *
   * @param seed chooses it
   */
  record Shuffled(long seed) implements TaskOrder {
    @Override
    public List<SequenceEntry> arrange(List<SequenceEntry> tasks) {
      List<SequenceEntry> shuffled = new ArrayList<>(new Recorded().arrange(tasks));
      Collections.shuffle(shuffled, new Random(seed));
      return shuffled;
    }

    @Override
    public String toString() {
      return "shuffled:" + seed;
    }
  }

  /**
   * As listed.
   *
   * @param source where the list comes from, for people
   * @param tasks names of all tasks
   */
  record Listed(String source, List<String> tasks) implements TaskOrder {
    /** Copies the list. */
    public Listed {
      tasks = List.copyOf(tasks);
    }

    @Override
    public List<SequenceEntry> arrange(List<SequenceEntry> recorded) {
      Map<String, SequenceEntry> byName =
          recorded.stream()
              .collect(toMap(SequenceEntry::task, Function.identity(), (first, second) -> first));
      List<SequenceEntry> arranged = new ArrayList<>();
      for (String name : tasks) {
        SequenceEntry task = byName.remove(name);
        if (task == null) {
          throw new ReplayException(
              "order %s: task '%s' is not among the tasks to replay, or is listed twice"
                  .formatted(source, name));
        }
        arranged.add(task);
      }
      if (!byName.isEmpty()) {
        throw new ReplayException(
            "order %s: task '%s' is missing (to leave one out, use without)"
                .formatted(source, byName.keySet().stream().sorted().findFirst().orElseThrow()));
      }
      return arranged;
    }

    @Override
    public String toString() {
      return source;
    }
  }

  /**
   * Reads {@code recorded}, {@code reversed}, {@code shuffled:SEED} or the path of a file with a
   * task name on each line.
   *
   * @throws ReplayException if it is none of them
   */
  static TaskOrder parse(String text) {
    if (text.equals("recorded")) {
      return new Recorded();
    }
    if (text.equals("reversed")) {
      return new Reversed();
    }
    if (text.startsWith("shuffled:")) {
      try {
        return new Shuffled(Long.parseLong(text.substring("shuffled:".length())));
      } catch (NumberFormatException e) {
        throw new ReplayException("order " + text + ": the seed is no number", e);
      }
    }
    try {
      return new Listed(
          text,
          Files.readAllLines(Path.of(text)).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList());
    } catch (IOException | IllegalArgumentException e) {
      throw new ReplayException(
          "order " + text + ": is neither recorded, reversed, shuffled:SEED nor a readable file",
          e);
    }
  }
}
