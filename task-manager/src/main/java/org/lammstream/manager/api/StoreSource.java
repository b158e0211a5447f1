package org.lammstream.manager.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.LearnerSummary;
import org.lammstream.evaluation.dashboard.VersionDetail;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.predict.VersionWords;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/**
 * Learners of an open store. What is computed is kept until the learner changes, so that asking
 * again and again costs next to nothing; it is computed on the caller's thread.
 */
public final class StoreSource implements LearnerSource {
  private static final int KEPT_LEARNERS = 64;

  private final EmbeddingStore store;
  private final LiveTasks live;
  private final Cache<State, LearnerDetail> details = cache();
  private final Cache<Head, List<Double>> zeroShots = cache();

  /** A source on a store that stays the caller's. */
  public StoreSource(EmbeddingStore store, LiveTasks live) {
    this.store = store;
    this.live = live;
  }

  /** All that a learner's view depends on. */
  private record State(
      String learner, int head, int versions, long pruned, Map<String, Integer> aliases) {}

  private record Head(String learner, int number) {}

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(KEPT_LEARNERS).executor(Runnable::run).build();
  }

  @Override
  public List<LearnerSummary> learners() {
    TreeSet<String> names = new TreeSet<>(store.learners());
    live.learner().ifPresent(names::add);
    return names.stream()
        .map(
            name ->
                known(name)
                    .map(detail -> detail.summary().with(live.running(name)))
                    .orElseGet(() -> LearnerSummary.empty(name, live.running(name))))
        .toList();
  }

  @Override
  public LearnerDetail learner(String name) {
    return known(name)
        .map(detail -> detail.with(live.running(name)))
        .orElseThrow(() -> unknown(name));
  }

  @Override
  public VersionDetail version(String learner, String word) {
    LearnerDetail detail = learner(learner);
    int number = VersionWords.of(store, learner).number(word);
    List<VersionSummary> versions = store.versions(learner);
    VersionSummary version =
        versions.stream().filter(one -> one.number() == number).findFirst().orElseThrow();
    return new VersionDetail(
        detail.versions().stream().filter(one -> one.number() == number).findFirst().orElseThrow(),
        Optional.of(version.provenance()),
        version.seconds(),
        row(learner, number, versions));
  }

  private List<VersionDetail.TaskScore> row(
      String learner, int number, List<VersionSummary> versions) {
    Map<String, CellScore> cells = new HashMap<>();
    store.scores(learner, number).stream()
        .filter(score -> score.row() == number)
        .forEach(score -> cells.put(score.task(), score));
    List<VersionDetail.TaskScore> row = new ArrayList<>();
    for (VersionSummary one : StoredVersions.lineage(versions, number)) {
      CellScore score = cells.get(one.task());
      if (score != null) {
        row.add(new VersionDetail.TaskScore(score.task(), score.correct(), score.total()));
      }
    }
    return row;
  }

  static RuntimeException unknown(String learner) {
    return Problem.in("learner", Kind.UNKNOWN_LEARNER, "there is no learner '" + learner + "'")
        .exception();
  }

  private Optional<LearnerDetail> known(String name) {
    OptionalInt head = store.head(name);
    if (head.isEmpty()) {
      return live.running(name).isPresent()
          ? Optional.of(StoredVersions.nothingYet(name))
          : Optional.empty();
    }
    List<VersionSummary> versions = store.versions(name);
    long pruned = versions.stream().filter(one -> one.prunedAt().isPresent()).count();
    State state =
        new State(name, head.getAsInt(), versions.size(), pruned, Map.copyOf(store.aliases(name)));
    return Optional.of(details.get(state, this::compute));
  }

  private LearnerDetail compute(State state) {
    LearnerHistory history = LearnerHistory.of(store, state.learner(), state.head());
    boolean tested = history.testSets().stream().anyMatch(set -> !set.labels().isEmpty());
    List<Double> zeroShot =
        tested
            ? zeroShots.get(
                new Head(state.learner(), state.head()),
                unused -> history.evaluator().zeroShot().curve())
            : List.of();
    return LearnerDetail.of(
        StoredVersions.facts(
            store,
            state.learner(),
            history,
            OptionalInt.of(state.head()),
            state.aliases(),
            zeroShot));
  }
}
