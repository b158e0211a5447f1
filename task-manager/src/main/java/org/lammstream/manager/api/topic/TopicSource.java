package org.lammstream.manager.api.topic;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.LearnerSummary;
import org.lammstream.evaluation.dashboard.VersionDetail;
import org.lammstream.manager.api.LearnerSource;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.stream.codec.ResultMessage;
import org.lammstream.stream.codec.StatusMessage;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskProgress;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;

/**
 * Learners as the results topic tells of them. Until the topic has been read to its end, events are
 * kept quiet: they are history. Thread-safe.
 */
final class TopicSource implements LearnerSource {
  private final EventLog events;
  private final InstantSource clock;
  private Map<String, ToldLearner> learners = new TreeMap<>();

  /** The same, but while the topic is read once more: what was known before stays to be seen. */
  private Map<String, ToldLearner> shown = learners;

  private boolean live;

  TopicSource(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The topic is read from its beginning, again perhaps. */
  synchronized void begin() {
    learners = new TreeMap<>();
    live = false;
  }

  /** What comes from now on is news. */
  synchronized void caughtUp() {
    if (!live) {
      live = true;
      shown = learners;
      learners.keySet().forEach(this::updated);
    }
  }

  /** A result was read. */
  synchronized void result(ResultMessage message) {
    ResultEvent event = message.event();
    ToldLearner learner = told(event.learner());
    if (event instanceof VersionCommitted committed) {
      learner.committed(new ToldVersion(committed, message.time()));
      updated(event.learner());
    } else if (event instanceof TaskRejected rejected) {
      learner.refused(rejected);
      tell(
          "task-rejected",
          Map.of(
              "learner", rejected.learner(),
              "task", rejected.task(),
              "eventId", rejected.taskEventId(),
              "reason", rejected.reason(),
              "message", rejected.message()));
    }
  }

  /** A status was read. */
  synchronized void status(StatusMessage message) {
    String name = message.event().learner();
    ToldLearner learner = told(name);
    if (message.event() instanceof TaskProgress progress) {
      // The clock of the worker may be another: what is new is of now.
      Instant at = live ? clock.instant() : message.time();
      if (learner.progressed(progress, at)) {
        learner
            .running(clock.instant())
            .ifPresent(task -> mention(Map.of("learner", name, "running", task)));
      }
    } else if (message.event() instanceof LearnerPointers pointers) {
      Map<String, Integer> before = learner.pointed(pointers);
      moved(name, before, pointers.aliases());
      updated(name);
    }
  }

  private void moved(String learner, Map<String, Integer> before, Map<String, Integer> now) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), now.get(name))) {
        Map<String, Object> data = new HashMap<>();
        data.put("learner", learner);
        data.put("alias", name);
        data.put("version", now.get(name)); // null: the alias is gone
        tell("alias-moved", data);
      }
    }
  }

  /** To be called every now and then: ends what nothing is heard of any more. */
  synchronized void look() {
    shown.forEach(
        (name, learner) -> {
          if (learner.forgetSilent(clock.instant())) {
            updated(name);
          }
        });
  }

  private void updated(String learner) {
    tell("learner-updated", Map.of("learner", learner));
  }

  private void tell(String type, Map<String, Object> data) {
    if (live) {
      events.publish(type, data);
    }
  }

  private void mention(Map<String, Object> data) {
    if (live) {
      events.mention("task-progress", data);
    }
  }

  /** Tells a new listener what is going on. */
  synchronized void greet(EventLog.Listener listener) {
    shown.forEach(
        (name, learner) ->
            learner
                .running(clock.instant())
                .ifPresent(
                    task ->
                        listener.tell("task-progress", Map.of("learner", name, "running", task))));
  }

  private ToldLearner told(String name) {
    return learners.computeIfAbsent(name, ToldLearner::new);
  }

  private ToldLearner known(String name) {
    return Optional.ofNullable(shown.get(name))
        .filter(this::isVisible)
        .orElseThrow(
            () ->
                Problem.in(
                        "learner",
                        Kind.UNKNOWN_LEARNER,
                        "the results topic tells of no learner '" + name + "'")
                    .exception());
  }

  private boolean isVisible(ToldLearner learner) {
    return learner.hasVersions() || learner.running(clock.instant()).isPresent();
  }

  @Override
  public synchronized List<LearnerSummary> learners() {
    Instant now = clock.instant();
    return shown.values().stream()
        .filter(this::isVisible)
        .map(learner -> learner.detail(now).summary())
        .toList();
  }

  @Override
  public synchronized LearnerDetail learner(String name) {
    return known(name).detail(clock.instant());
  }

  @Override
  public synchronized VersionDetail version(String name, String word) {
    ToldLearner learner = known(name);
    LearnerDetail detail = learner.detail(clock.instant());
    int number = learner.number(word).orElse(0);
    ToldVersion version =
        learner
            .version(number)
            .orElseThrow(
                () ->
                    Problem.in(
                            "version",
                            Kind.UNKNOWN_VERSION,
                            "the results topic tells of no version '%s' of learner '%s'"
                                .formatted(word, name))
                        .exception());
    return new VersionDetail(
        detail.versions().stream().filter(one -> one.number() == number).findFirst().orElseThrow(),
        version.event().provenance(),
        version.event().seconds(),
        version.event().accuracies().stream()
            .map(one -> new VersionDetail.TaskScore(one.task(), one.correct(), one.total()))
            .toList());
  }
}
