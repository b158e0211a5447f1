package org.lammstream.manager.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A learner as the API shows it, of any size, whose numbers follow formulas.
 *
 * @param name of the learner
 * @param tasks how many
 * @param classes of each task
 * @param prefix of the names of tasks and classes
 */
record PreparedLearner(String name, int tasks, int classes, String prefix) {
  private static final String TIME = "2026-01-02T03:04:05Z";

  String className(int task, int index) {
    return "%s%d-%d".formatted(prefix, task, index);
  }

  private String taskName(int task) {
    return prefix + task;
  }

  /** The learner's line in the list. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("name", name);
    summary.put("classes", tasks * classes);
    summary.put("tasks", tasks);
    summary.put("head", tasks);
    summary.put("champion", tasks);
    summary.put("lastAccuracy", accuracy(tasks, 1));
    summary.put("averageIncrementalAccuracy", 0.7);
    summary.put("forgetting", 0.125);
    summary.put("zeroShotLast", 0.2);
    summary.put("updatedAt", TIME);
    return summary;
  }

  /** The learner itself. */
  Map<String, Object> detail() {
    Map<String, Object> detail = summary();
    List<Double> curve = IntStream.rangeClosed(1, tasks).mapToObj(i -> accuracy(i, 1)).toList();
    detail.put("tasks", IntStream.rangeClosed(1, tasks).mapToObj(this::task).toList());
    detail.put(
        "accuracyMatrix",
        IntStream.rangeClosed(0, tasks)
            .mapToObj(i -> IntStream.rangeClosed(1, tasks).mapToObj(j -> accuracy(i, j)).toList())
            .toList());
    detail.put(
        "curves",
        Map.of("average", curve, "zeroShot", curve, "oldClasses", curve, "newClasses", curve));
    detail.put("forgettingPerTask", curve);
    detail.put("metrics", Map.of("backwardTransfer", -0.1, "forwardTransfer", 0.01));
    detail.put("aliases", Map.of("champion", tasks));
    detail.put("versions", IntStream.rangeClosed(1, tasks).mapToObj(this::version).toList());
    return detail;
  }

  /** Every class of every task. */
  Map<String, Object> classList() {
    List<Map<String, Object>> rows =
        IntStream.rangeClosed(1, tasks)
            .boxed()
            .flatMap(task -> IntStream.range(0, classes).mapToObj(index -> row(task, index)))
            .toList();
    return Map.of("classes", rows);
  }

  /** One pair that grew and one that did not. */
  Map<String, Object> confusions() {
    return Map.of(
        "pairs",
        List.of(
            pair(className(1, 0), className(tasks, 0), 4),
            pair(className(1, 1), className(1, 0), 1)),
        "oldNew",
        Map.of("oldToOld", 1, "oldToNew", 4, "newToOld", 0, "newToNew", 0));
  }

  private static Map<String, Object> pair(String truth, String predicted, int count) {
    return Map.of("truth", truth, "predicted", predicted, "count", count, "before", 1);
  }

  private Map<String, Object> row(int task, int index) {
    double part = (task * 7 + index) % 101 / 100.0;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", className(task, index));
    row.put("task", taskName(task));
    row.put("examples", 5);
    row.put("accuracyWhenLearned", 1.0);
    row.put("accuracyBest", 1.0);
    row.put("accuracyNow", part);
    row.put("embeddingDrift", part);
    row.put("featureDrift", part / 10);
    row.put("lost", Map.of("newClass", 1, "ownMoved", 2, "otherMoved", 0));
    row.put("takenBy", List.of(Map.of("name", className(task, 0), "count", 3)));
    return row;
  }

  private static double accuracy(int row, int column) {
    return column <= row ? 0.9 / (1 + 0.02 * (row - column)) : 0.2;
  }

  private Map<String, Object> task(int task) {
    return Map.of(
        "name",
        taskName(task),
        "classes",
        IntStream.range(0, classes).mapToObj(index -> className(task, index)).toList(),
        "testExamples",
        5 * classes,
        "version",
        task,
        "committedAt",
        TIME,
        "seconds",
        Map.of("encode", 1.0, "align", 2.0, "evaluate", 0.5));
  }

  private Map<String, Object> version(int number) {
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("number", number);
    if (number > 1) {
      version.put("parent", number - 1);
    }
    version.put("task", taskName(number));
    version.put("newClasses", List.of(className(number, 0)));
    version.put("classes", number * classes);
    version.put("createdAt", TIME);
    version.put("sha256", "cd".repeat(32));
    version.put("aliases", number == tasks ? List.of("champion") : List.of());
    version.put("meanAccuracy", 0.5);
    version.put("pruned", false);
    return version;
  }
}
