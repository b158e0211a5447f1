package org.lammstream.manager.api.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.RunningTask;
import org.lammstream.store.Aliases;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.TaskProgress;
import org.lammstream.stream.event.TaskRejected;

/**
 * One learner, by what the topic has told so far. Where a version number is told twice, by workers
 * with different stores, the newest record counts. Not thread-safe.
 */
final class ToldLearner {
  /** A worker that is silent for so long has stopped, or the task has ended unheard. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int REMEMBERED_REFUSALS = 1000;

  private final String name;
  private final TreeMap<Integer, ToldVersion> versions = new TreeMap<>();
  private final Map<String, Integer> aliases = new HashMap<>();
  private final Set<Integer> pruned = new TreeSet<>();
  private final Set<String> committed = new HashSet<>();
  private final Set<String> refused = new LinkedHashSet<>();
  private OptionalInt head = OptionalInt.empty();
  private Optional<Heard> running = Optional.empty();
  private Optional<LearnerDetail> detail = Optional.empty();

  /** Progress, and when it was heard of. */
  private record Heard(TaskProgress progress, Instant at) {}

  ToldLearner(String name) {
    this.name = name;
  }

  /** A task was learned: it continues the head, and the champion where that was the head. */
  void committed(ToldVersion version) {
    int number = version.event().version();
    OptionalInt parent = version.event().parent();
    versions.put(number, version);
    committed.add(version.event().taskEventId());
    pruned.remove(number);
    head = OptionalInt.of(number);
    Integer champion = aliases.get(Aliases.CHAMPION);
    if (champion == null || parent.equals(OptionalInt.of(champion))) {
      aliases.put(Aliases.CHAMPION, number);
    }
    end(version.event().taskEventId());
    detail = Optional.empty();
  }

  /** A task was refused. */
  void refused(TaskRejected rejected) {
    refused.add(rejected.taskEventId());
    if (refused.size() > REMEMBERED_REFUSALS) {
      refused.remove(refused.iterator().next());
    }
    end(rejected.taskEventId());
  }

  private void end(String eventId) {
    if (running.filter(heard -> heard.progress().taskEventId().equals(eventId)).isPresent()) {
      running = Optional.empty();
    }
  }

  /** Progress comes on another way than results, so it may come after the task's end. */
  boolean progressed(TaskProgress progress, Instant at) {
    String eventId = progress.taskEventId();
    if (committed.contains(eventId) || refused.contains(eventId)) {
      return false;
    }
    running = Optional.of(new Heard(progress, at));
    return true;
  }

  /**
   * Names point elsewhere.
   *
   * @return the aliases as they were
   */
  Map<String, Integer> pointed(LearnerPointers pointers) {
    Map<String, Integer> before = Map.copyOf(aliases);
    aliases.clear();
    aliases.putAll(pointers.aliases());
    head = OptionalInt.of(pointers.head());
    pruned.clear();
    pruned.addAll(pointers.pruned());
    detail = Optional.empty();
    return before;
  }

  /** Forgets a task that nothing has been heard of for long; returns whether there was one. */
  boolean forgetSilent(Instant now) {
    boolean silent = running.filter(heard -> isSilent(heard, now)).isPresent();
    if (silent) {
      running = Optional.empty();
    }
    return silent;
  }

  private static boolean isSilent(Heard heard, Instant now) {
    return now.isAfter(heard.at().plus(SILENCE));
  }

  /** What it learns now. */
  Optional<RunningTask> running(Instant now) {
    return running.filter(heard -> !isSilent(heard, now)).map(heard -> view(heard, now));
  }

  private static RunningTask view(Heard heard, Instant now) {
    TaskProgress progress = heard.progress();
    double since = Math.max(0, Duration.between(heard.at(), now).toMillis() / 1e3);
    OptionalDouble left = progress.secondsLeft();
    return new RunningTask(
        progress.task(),
        progress.taskEventId(),
        progress.phase(),
        progress.done(),
        progress.total(),
        progress.epoch(),
        progress.epochs(),
        progress.loss(),
        heard.at().minusMillis(Math.round(1000 * progress.secondsElapsed())),
        left.isPresent()
            ? OptionalDouble.of(Math.max(0, left.getAsDouble() - since))
            : OptionalDouble.empty());
  }

  /** Whether it has a version whose record still exists. */
  boolean hasVersions() {
    return !versions.isEmpty();
  }

  /** All of it, as it is now. */
  LearnerDetail detail(Instant now) {
    LearnerDetail known =
        detail.orElseGet(
            () -> LearnerDetail.of(ToldFacts.of(name, versions, head, aliases, pruned)));
    detail = Optional.of(known);
    return known.with(running(now));
  }

  /** A version. */
  Optional<ToldVersion> version(int number) {
    return Optional.ofNullable(versions.get(number));
  }

  /** Number of the version called so: a number, an alias, {@code head} or {@code latest}. */
  OptionalInt number(String word) {
    Optional<Integer> alias = Optional.ofNullable(aliases.get(word));
    if (alias.isPresent()) {
      return OptionalInt.of(alias.get());
    }
    return switch (word) {
      case "head", Aliases.CHAMPION -> head;
      case "latest" ->
          versions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(versions.lastKey());
      default ->
          word.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(word)) : OptionalInt.empty();
    };
  }
}
