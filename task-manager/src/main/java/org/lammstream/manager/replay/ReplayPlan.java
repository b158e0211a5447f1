package org.lammstream.manager.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.worker.TaskConditions;
import org.lammstream.manager.worker.TaskConditions.Conditions;
import org.lammstream.manager.worker.TaskSeed;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.SequenceEntry;

/**
 * Which recorded tasks are learned, in which order, from which positions and under which
 * conditions. Immutable.
 *
 * <p>Settings and seed of a task are those that its original version was made with. Where they are
 * not known they are a worker's, given by the caller.
 */
public final class ReplayPlan {
  private static final int SMALL = 1000;
  private static final SourcePartition ELSEWHERE = new SourcePartition("replay", 0);

  private final String learner;
  private final List<SequenceEntry> tasks;
  private final Map<String, Conditions> conditions;
  private final Map<String, Original> originals;
  private final boolean faithful;
  private final boolean branches;
  private final long seed;

  private ReplayPlan(
      String learner,
      List<SequenceEntry> tasks,
      Map<String, Conditions> conditions,
      Map<String, Original> originals,
      boolean faithful,
      boolean branches,
      long seed) {
    this.learner = learner;
    this.tasks = List.copyOf(tasks);
    this.conditions = conditions;
    this.originals = originals;
    this.faithful = faithful;
    this.branches = branches;
    this.seed = seed;
  }

  /**
   * What is given for tasks of which it is not known how they were learned.
   *
   * @param configuration settings of the worker
   * @param seed of the worker
   */
  public record Fallback(Map<String, String> configuration, long seed) {
    /** Copies the map. */
    public Fallback {
      configuration = Map.copyOf(configuration);
    }
  }

  /**
   * A plan.
   *
   * @param recorded all tasks of a sequence, with the originals that it is compared with
   * @param whatIf what is different
   * @param fallback where nothing is known
   * @param faithful whether positions are those recorded, so that a worker can go on; never with a
   *     difference
   * @throws ReplayException if a task that is to be left out does not exist, or the order does not
   *     fit
   */
  public static ReplayPlan of(
      String learner,
      List<SequenceEntry> recorded,
      WhatIf whatIf,
      Fallback fallback,
      boolean faithful) {
    Set<String> unknown = new HashSet<>(whatIf.without());
    List<SequenceEntry> kept = new ArrayList<>();
    for (SequenceEntry task : recorded) {
      if (whatIf.without().contains(task.task())) {
        unknown.remove(task.task());
      } else {
        kept.add(task);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ReplayException(
          "without %s: the sequence has no such task".formatted(unknown.iterator().next()));
    }
    if (kept.isEmpty()) {
      throw new ReplayException("no task is left to be replayed");
    }
    if (!whatIf.keepsTasks()) {
      requireOneBranch(kept);
    }
    List<SequenceEntry> arranged = whatIf.order().arrange(kept);
    Map<String, Conditions> conditions = new HashMap<>();
    Map<String, Original> originals = new HashMap<>();
    for (SequenceEntry task : arranged) {
      checkSettings(learner, task, whatIf, fallback);
      conditions.put(task.eventId(), conditions(learner, task, whatIf, fallback));
      task.original().ifPresent(original -> originals.put(task.eventId(), original));
    }
    return new ReplayPlan(
        learner,
        arranged,
        conditions,
        originals,
        faithful && whatIf.isNothing(),
        whatIf.keepsTasks(),
        whatIf.seed().orElse(seed(learner, recorded.get(0), fallback)));
  }

  /** What cannot be learned so at all is found before anything else is learned for hours. */
  private static void checkSettings(
      String learner, SequenceEntry task, WhatIf whatIf, Fallback fallback) {
    if (problem(conditions(learner, task, WhatIf.NOTHING, fallback)).isEmpty()) {
      problem(conditions(learner, task, whatIf, fallback))
          .ifPresent(
              problem -> {
                throw new ReplayException(
                    "'%s': task '%s': %s".formatted(whatIf.description(), task.task(), problem));
              });
    }
  }

  private static Optional<String> problem(Conditions conditions) {
    try {
      var unused = LearnerConfiguration.from(conditions.configuration());
      return Optional.empty();
    } catch (InvalidConfigurationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** In another order, or with gaps, the same classes cannot be learned twice in one line. */
  private static void requireOneBranch(List<SequenceEntry> tasks) {
    Set<String> names = new HashSet<>();
    for (SequenceEntry task : tasks) {
      if (!names.add(task.task())) {
        throw new ReplayException(
            "task '%s' was learned more than once, on different branches: order and without need a sequence of one branch (--until ends before it)"
                .formatted(task.task()));
      }
    }
  }

  /**
   * Provenance knows the seed of a task, people know that of its worker, from which it is derived.
   * A small one is found by trying.
   */
  private static long seed(String learner, SequenceEntry task, Fallback fallback) {
    long derived = conditions(learner, task, WhatIf.NOTHING, fallback).seed();
    return LongStream.rangeClosed(0, SMALL)
        .filter(seed -> TaskSeed.of(seed, learner, task.task()) == derived)
        .findFirst()
        .orElse(derived);
  }

  private static Conditions conditions(
      String learner, SequenceEntry task, WhatIf whatIf, Fallback fallback) {
    Optional<Provenance> known = task.original().flatMap(Original::provenance);
    Map<String, String> asked =
        LearnerConfiguration.changed(
            known
                .map(then -> LearnerConfiguration.recorded(then.configuration()))
                .orElse(task.configuration()),
            whatIf.settings());
    long seed =
        whatIf.seed().isEmpty() && known.isPresent()
            ? known.get().seed()
            : TaskSeed.of(whatIf.seed().orElse(fallback.seed()), learner, task.task());
    Map<String, String> usual = known.isPresent() ? Map.of() : fallback.configuration();
    return new Conditions(usual, asked, seed);
  }

  /** Whose tasks they are. */
  public String learner() {
    return learner;
  }

  /** The tasks in the order they are learned in. */
  public List<SequenceEntry> tasks() {
    return tasks;
  }

  /** Their names. */
  public List<String> taskNames() {
    return tasks.stream().map(SequenceEntry::task).toList();
  }

  /**
   * The seed that those of all tasks are derived from; where that is not known, the first recorded
   * task's.
   */
  public long seed() {
    return seed;
  }

  /** Settings and seeds, for a worker. */
  TaskConditions conditions() {
    return (eventId, event) -> conditions(eventId);
  }

  private Conditions conditions(String eventId) {
    Conditions of = conditions.get(eventId);
    if (of == null) {
      throw new IllegalArgumentException("event " + eventId + " is not of this replay");
    }
    return of;
  }

  /**
   * All settings of a task, those with their default values too.
   *
   * @param before settings of the version that it continues, as its provenance tells them
   */
  Map<String, String> configuration(SequenceEntry task, Optional<Map<String, String>> before) {
    return LearnerConfiguration.from(conditions(task.eventId()).configuration(before)).toMap();
  }

  /** Seed of a task. */
  long seed(SequenceEntry task) {
    return conditions(task.eventId()).seed();
  }

  /** Whether versions are to be those once made, bit for bit, and positions too. */
  public boolean isFaithful() {
    return faithful;
  }

  /** The version that a task once made. */
  Optional<Original> original(SequenceEntry task) {
    return Optional.ofNullable(originals.get(task.eventId()));
  }

  /** Where a task is said to have been read: where it was, or at its place in this plan. */
  SourcePosition position(int place) {
    return faithful
        ? tasks.get(place).position()
        : new SourcePosition(ELSEWHERE, place, place + 1L);
  }

  /** Whether a version continues what its original continued, rather than the version before. */
  boolean followsBranches() {
    return branches;
  }
}
