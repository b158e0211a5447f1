package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.HistoryAnalysis;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.RowConfusion;
import org.lammstream.evaluation.dashboard.ClassTable;
import org.lammstream.evaluation.dashboard.Confusions;
import org.lammstream.evaluation.dashboard.ExamplePredictions;
import org.lammstream.evaluation.dashboard.VersionAnalysis;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;

/** Makes a {@link VersionAnalysis} from the store. Used once, by one thread. */
public final class VersionAnalyzer {
  private static final int MOST_PAIRS = 1000;

  private final LearnerHistory history;
  private final Evaluator evaluator;
  private final List<String> names;
  private final Map<String, ClassEmbedding> whenLearned = new HashMap<>();
  private List<ClassEmbedding> now = List.of();
  private Map<Pair, Integer> before = Map.of();
  private Map<Pair, Integer> last = Map.of();
  private int[][] predicted = new int[0][];

  private record Pair(int truth, int predicted) {}

  private VersionAnalyzer(LearnerHistory history) {
    this.history = history;
    this.evaluator = history.evaluator();
    this.names = evaluator.classes();
  }

  /**
   * Analyses a version against the versions it goes back to. Of a history that is too long for the
   * effort only some versions are looked at, always with the last two.
   *
   * @param effort multiplications that it may take, about a second per billion
   * @throws org.lammstream.store.UnknownVersionException if the learner has no such version
   * @throws PrunedVersionException if its embeddings are gone
   * @throws BrokenHistoryException when the store lacks a part of its history
   */
  public static VersionAnalysis of(
      EmbeddingStore store, String learner, int number, double effort) {
    return new VersionAnalyzer(LearnerHistory.of(store, learner, number)).analyse(effort);
  }

  private VersionAnalysis analyse(double effort) {
    HistoryAnalysis analysis = new HistoryAnalysis(evaluator, 0);
    for (int row : RowChoice.of(evaluator, effort)) {
      history.view(row, evaluator).ifPresent(view -> look(view, analysis));
    }
    return new VersionAnalysis(table(analysis), confusions(analysis), examples());
  }

  private void look(RowView view, HistoryAnalysis analysis) {
    RowPredictions predictions = view.predict();
    analysis.add(predictions, view.weights());
    before = last;
    last = wrong(predictions);
    predicted = predictions.predicted();
    now = view.version().classes();
    now.stream()
        .filter(entry -> view.weights().names().contains(entry.name()))
        .forEach(entry -> whenLearned.putIfAbsent(entry.name(), entry));
  }

  private ExamplePredictions examples() {
    List<ExamplePredictions.TaskPredictions> tasks = new ArrayList<>();
    for (int t = 0; t < predicted.length; t++) {
      String eventId = history.learned().get(t).provenance().eventId();
      tasks.add(
          new ExamplePredictions.TaskPredictions(
              eventId, history.places(t + 1), evaluator.labels(t + 1), predicted[t]));
    }
    return new ExamplePredictions(names, tasks);
  }

  private Map<Pair, Integer> wrong(RowPredictions row) {
    Map<Pair, Integer> counts = new HashMap<>();
    for (int task = 1; task <= row.row(); task++) {
      int[] labels = evaluator.labels(task);
      int[] predicted = row.predicted()[task - 1];
      for (int n = 0; n < labels.length; n++) {
        if (labels[n] != predicted[n]) {
          counts.merge(new Pair(labels[n], predicted[n]), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private ClassTable table(HistoryAnalysis analysis) {
    Map<String, LostPoints.Split> lost = new HashMap<>();
    analysis.lostPoints().classes().forEach(loss -> lost.put(loss.name(), loss.points()));
    Map<String, List<ClassTable.Taker>> takers = takers();
    Map<String, ClassEmbedding> entries = new HashMap<>();
    now.forEach(entry -> entries.put(entry.name(), entry));
    List<ClassTable.ClassRow> rows = new ArrayList<>();
    for (ClassAccuracy accuracy : analysis.classes()) {
      String name = accuracy.name();
      ClassEmbedding then = Objects.requireNonNull(whenLearned.get(name));
      ClassEmbedding entry = Objects.requireNonNull(entries.get(name));
      LostPoints.Split points = lost.getOrDefault(name, LostPoints.Split.NONE);
      rows.add(
          new ClassTable.ClassRow(
              name,
              accuracy.task(),
              accuracy.examples(),
              fraction(accuracy, accuracy.first()),
              fraction(accuracy, accuracy.best()),
              fraction(accuracy, accuracy.last()),
              embeddingDrift(then, entry),
              featureDrift(then, entry),
              new ClassTable.Lost(points.newClass(), points.ownFeature(), points.otherFeature()),
              takers.getOrDefault(name, List.of())));
    }
    return new ClassTable(rows);
  }

  private static OptionalDouble fraction(ClassAccuracy accuracy, int count) {
    return accuracy.examples() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(accuracy.fraction(count));
  }

  private static double embeddingDrift(ClassEmbedding then, ClassEmbedding now) {
    return then.labelEmbedding().length == now.labelEmbedding().length
        ? Distance.euclidean(then.labelEmbedding(), now.labelEmbedding())
        : Double.NaN;
  }

  private static double featureDrift(ClassEmbedding then, ClassEmbedding now) {
    return Distance.cosine(then.textFeature(), now.textFeature());
  }

  private Map<String, List<ClassTable.Taker>> takers() {
    Map<String, List<ClassTable.Taker>> takers = new HashMap<>();
    last.entrySet().stream()
        .sorted(
            Map.Entry.<Pair, Integer>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().predicted()))
        .forEach(
            entry ->
                takers
                    .computeIfAbsent(names.get(entry.getKey().truth()), unused -> new ArrayList<>())
                    .add(
                        new ClassTable.Taker(
                            names.get(entry.getKey().predicted()), entry.getValue())));
    return takers;
  }

  private Confusions confusions(HistoryAnalysis analysis) {
    List<RowConfusion> rows = analysis.confusion();
    RowConfusion row = rows.get(rows.size() - 1);
    Comparator<Map.Entry<Pair, Integer>> growth =
        Comparator.comparingInt(entry -> entry.getValue() - before(entry.getKey()));
    Comparator<Map.Entry<Pair, Integer>> order =
        growth
            .reversed()
            .thenComparing(Map.Entry.<Pair, Integer>comparingByValue().reversed())
            .thenComparing(entry -> entry.getKey().truth())
            .thenComparing(entry -> entry.getKey().predicted());
    return new Confusions(
        last.entrySet().stream()
            .sorted(order)
            .limit(MOST_PAIRS)
            .map(
                entry ->
                    new Confusions.Pair(
                        names.get(entry.getKey().truth()),
                        names.get(entry.getKey().predicted()),
                        entry.getValue(),
                        before(entry.getKey())))
            .toList(),
        new Confusions.OldNew(row.oldToOld(), row.oldToNew(), row.newToOld(), row.newToNew()));
  }

  private int before(Pair pair) {
    return before.getOrDefault(pair, 0);
  }
}
