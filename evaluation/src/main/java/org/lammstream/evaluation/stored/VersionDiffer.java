package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lammstream.evaluation.stored.VersionDiff.ClassChange;
import org.lammstream.evaluation.stored.VersionDiff.ClassDrift;
import org.lammstream.evaluation.stored.VersionDiff.Move;
import org.lammstream.evaluation.stored.VersionDiff.Side;
import org.lammstream.evaluation.stored.VersionDiff.TaskChange;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/** Makes a {@link VersionDiff}. Used once, by one thread. */
final class VersionDiffer {

  private final String learner;
  private final VersionClassifier before;
  private final VersionClassifier after;
  private final Set<TestSet> testSets = new LinkedHashSet<>();
  private final Map<String, Counts> changes = new LinkedHashMap<>();
  private final Map<Pair, Counts> moves = new HashMap<>();
  private final List<TaskChange> tasks = new ArrayList<>();
  private final List<String> unseen = new ArrayList<>();

  VersionDiffer(EmbeddingStore store, String learner, int a, int b) {
    this.learner = learner;
    Version first = store.version(learner, a);
    Version second = store.version(learner, b);
    LearnerHistory historyBefore = LearnerHistory.of(store, learner, a);
    LearnerHistory historyAfter = LearnerHistory.of(store, learner, b);
    this.before = new VersionClassifier(first, historyBefore.seenTestSets());
    this.after = new VersionClassifier(second, historyAfter.seenTestSets());
    testSets.addAll(historyBefore.allTestSets());
    testSets.addAll(historyAfter.allTestSets());
  }

  private record Pair(String from, String to) {}

  /** Examples that were looked at, of which some changed, were right before, are right after. */
  private static final class Counts {
    private int examples;
    private int changed;
    private int before;
    private int after;

    void add(String label, String predictedBefore, String predictedAfter) {
      examples++;
      changed += predictedBefore.equals(predictedAfter) ? 0 : 1;
      before += predictedBefore.equals(label) ? 1 : 0;
      after += predictedAfter.equals(label) ? 1 : 0;
    }
  }

  VersionDiff diff() {
    List<String> common = after.names().stream().filter(before::has).toList();
    common.forEach(name -> changes.put(name, new Counts()));
    testSets.forEach(this::compare);
    return new VersionDiff(
        VersionDiff.SCHEMA_VERSION,
        learner,
        side(before),
        side(after),
        after.names().stream().filter(name -> !before.has(name)).toList(),
        before.names().stream().filter(name -> !after.has(name)).toList(),
        common.stream().map(name -> drift(before.entry(name), after.entry(name))).toList(),
        classChanges(),
        moves(),
        tasks,
        unseen);
  }

  private static Side side(VersionClassifier side) {
    return new Side(
        side.version().number(),
        side.version().task(),
        side.names().size(),
        side.version().embeddingsSha256());
  }

  private void compare(TestSet tests) {
    Optional<SeenTestSet> one = before.sees(tests);
    Optional<SeenTestSet> other = after.sees(tests);
    if (one.isPresent() && other.isPresent()) {
      BitSet seen = (BitSet) one.get().left().clone();
      seen.and(other.get().left());
      compare(tests, seen);
    } else if (!tests.labels().isEmpty()) {
      unseen.add(tests.task());
    }
  }

  /** On the examples that both can see. */
  private void compare(TestSet tests, BitSet seen) {
    List<String> first = before.predict(tests);
    List<String> second = after.predict(tests);
    Counts all = new Counts();
    for (int n = seen.nextSetBit(0); n >= 0; n = seen.nextSetBit(n + 1)) {
      String label = tests.labels().get(n);
      all.add(label, first.get(n), second.get(n));
      Counts ofClass = changes.get(label);
      if (ofClass != null) {
        ofClass.add(label, first.get(n), second.get(n));
        if (!first.get(n).equals(second.get(n))) {
          moves
              .computeIfAbsent(new Pair(first.get(n), second.get(n)), pair -> new Counts())
              .add(label, first.get(n), second.get(n));
        }
      }
    }
    tasks.add(
        new TaskChange(
            tests.task(),
            all.examples,
            before.names().containsAll(tests.classes())
                ? OptionalInt.of(all.before)
                : OptionalInt.empty(),
            after.names().containsAll(tests.classes())
                ? OptionalInt.of(all.after)
                : OptionalInt.empty()));
  }

  private static ClassDrift drift(ClassEmbedding first, ClassEmbedding second) {
    boolean sameShape = first.vectors() == second.vectors() && first.width() == second.width();
    return new ClassDrift(
        second.name(),
        sameShape
            ? Distance.euclidean(first.labelEmbedding(), second.labelEmbedding())
            : Double.NaN,
        Distance.cosine(first.textFeature(), second.textFeature()));
  }

  private List<ClassChange> classChanges() {
    return changes.entrySet().stream()
        .filter(entry -> entry.getValue().examples > 0)
        .map(
            entry -> {
              Counts counts = entry.getValue();
              return new ClassChange(
                  entry.getKey(), counts.examples, counts.changed, counts.before, counts.after);
            })
        .toList();
  }

  private List<Move> moves() {
    return moves.entrySet().stream()
        .map(
            entry -> {
              Pair pair = entry.getKey();
              Counts counts = entry.getValue();
              return new Move(pair.from(), pair.to(), counts.examples, counts.before, counts.after);
            })
        .sorted(
            Comparator.comparingInt(Move::count)
                .reversed()
                .thenComparing(Move::from)
                .thenComparing(Move::to))
        .toList();
  }
}
