package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lammstream.manager.cli.experiment.MeanDeviation;
import org.lammstream.manager.lamm.PromptMethod;

/** Results by data set, method and shots; with several data sets, their average too. */
final class Measured {
  /** Stands for the average over the data sets. */
  static final String AVERAGE = "average";

  private final Protocol protocol;
  private final List<String> datasets;
  private final List<String> methods;
  private final List<Integer> shots;

  /** Accuracies by seed of each data set, method and number of shots. */
  private final Map<List<Object>, Map<Long, Map<String, Double>>> results = new LinkedHashMap<>();

  /** What several runs have in common. */
  record Runs(List<Map<String, Double>> accuracies) {
    int count() {
      return accuracies.size();
    }

    /** One of the accuracies over the runs, in percent. */
    MeanDeviation percent(String name) {
      return MeanDeviation.of(
          accuracies.stream().mapToDouble(run -> 100 * run.getOrDefault(name, Double.NaN)));
    }
  }

  /**
   * Results, in the order of the plans.
   *
   * @param shots of the table, at least one
   * @param plans those that are not measured yet among them
   */
  Measured(
      Protocol protocol,
      List<Integer> shots,
      List<ProtocolPlan> plans,
      List<ProtocolResult> measured) {
    this.protocol = protocol;
    this.datasets = distinct(plans.stream().map(plan -> plan.trial().dataset()));
    this.methods = distinct(plans.stream().map(plan -> plan.method().key()));
    this.shots = List.copyOf(shots);
    for (ProtocolResult result : measured) {
      results
          .computeIfAbsent(
              key(result.dataset(), result.method(), result.shots()), any -> new TreeMap<>())
          .put(result.seed(), result.accuracies());
    }
  }

  private static <T> List<T> distinct(Stream<T> values) {
    return List.copyOf(new LinkedHashSet<>(values.toList()));
  }

  private static List<Object> key(String dataset, String method, int shots) {
    return List.of(dataset, method, method.equals(PromptMethod.ZERO_SHOT.key()) ? 0 : shots);
  }

  /** The data sets; behind several of them {@link #AVERAGE}. */
  List<String> datasets() {
    List<String> all = new ArrayList<>(datasets);
    if (all.size() > 1) {
      all.add(AVERAGE);
    }
    return all;
  }

  List<String> methods() {
    return methods;
  }

  /** Numbers of shots. */
  List<Integer> shots() {
    return shots;
  }

  /** The runs that are finished; those of zero-shot for every number of shots. */
  Runs runs(String dataset, String method, int number) {
    return new Runs(
        dataset.equals(AVERAGE)
            ? averages(method, number)
            : List.copyOf(results.getOrDefault(key(dataset, method, number), Map.of()).values()));
  }

  /** Of the seeds that are finished on all data sets. */
  private List<Map<String, Double>> averages(String method, int number) {
    List<Map<Long, Map<String, Double>>> all =
        datasets.stream()
            .map(dataset -> results.getOrDefault(key(dataset, method, number), Map.of()))
            .toList();
    return all.get(0).keySet().stream()
        .filter(seed -> all.stream().allMatch(seeds -> seeds.containsKey(seed)))
        .map(
            seed ->
                average(
                    all.stream().map(seeds -> Objects.requireNonNull(seeds.get(seed))).toList()))
        .toList();
  }

  private Map<String, Double> average(List<Map<String, Double>> accuracies) {
    Map<String, Double> average = new TreeMap<>();
    for (String name : accuracies.get(0).keySet()) {
      average.put(
          name,
          accuracies.stream()
              .mapToDouble(of -> Optional.ofNullable(of.get(name)).orElse(Double.NaN))
              .average()
              .orElse(Double.NaN));
    }
    return protocol.derived(average);
  }
}
