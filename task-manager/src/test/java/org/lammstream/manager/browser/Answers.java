package org.lammstream.manager.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Prepared answers of the API, in the form that a worker gives, as large as a test wants. */
final class Answers {
  private final Map<String, Map<String, Object>> learners = new TreeMap<>();

  private Answers() {}

  static Answers of() {
    return new Answers();
  }

  /** A learner with tasks of equal size, whose accuracies follow a formula. */
  Answers learner(String name, int tasks, int classesPerTask) {
    learners.put(name, detail(name, tasks, classesPerTask, "class "));
    return this;
  }

  /** A learner of which every name tries to be HTML. */
  Answers hostileLearner(String name) {
    learners.put(name, detail(name, 3, 2, "<img src=x onerror=\"document.title='broken in'\"><b>"));
    return this;
  }

  static Map<String, Object> info() {
    return Map.of(
        "schemaVersion",
        1,
        "version",
        "test",
        "mode",
        "worker",
        "checkpoint",
        Map.of("name", "drawn", "sha256", "ab".repeat(32)),
        "capabilities",
        Map.of("predict", true, "publish", true, "rollback", true, "diff", true, "examples", false),
        "limits",
        Map.of(
            "bodyBytes",
            1 << 25,
            "imageBytes",
            1 << 23,
            "imagePixels",
            40_000_000,
            "imagesPerTask",
            2000),
        "authentication",
        "none",
        "topics",
        Map.of("tasks", "lamm.tasks", "results", "lamm.results"));
  }

  Map<String, Object> list() {
    return Map.of("learners", List.copyOf(learners.values()));
  }

  Map<String, Object> detail(String name) {
    return learners.getOrDefault(name, Map.of());
  }

  boolean has(String name) {
    return learners.containsKey(name);
  }

  /** As many classes as the learner has. */
  Map<String, Object> classes(String name) {
    List<?> tasks = (List<?>) detail(name).get("tasks");
    return Map.of(
        "classes",
        tasks.stream()
            .map(task -> (Map<?, ?>) task)
            .flatMap(
                task ->
                    ((List<?>) task.get("classes"))
                        .stream().map(one -> classRow(one.toString(), task.get("name").toString())))
            .toList());
  }

  private static Map<String, Object> classRow(String name, String task) {
    double part = Math.floorMod(name.hashCode(), 100) / 100.0;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("task", task);
    row.put("examples", 5);
    row.put("accuracyWhenLearned", 1.0);
    row.put("accuracyBest", 1.0);
    row.put("accuracyNow", part);
    row.put("embeddingDrift", part);
    row.put("featureDrift", part / 10);
    row.put("lost", Map.of("newClass", 1, "ownMoved", 2, "otherMoved", 0));
    row.put("takenBy", List.of(Map.of("name", name + "?", "count", 3)));
    return row;
  }

  /** One pair that grew and one that did not. */
  Map<String, Object> confusions(String name) {
    Map<?, ?> last = (Map<?, ?>) ((List<?>) detail(name).get("tasks")).get(0);
    List<?> classes = (List<?>) last.get("classes");
    return Map.of(
        "pairs",
        List.of(
            Map.of("truth", classes.get(0), "predicted", classes.get(1), "count", 4, "before", 1),
            Map.of("truth", classes.get(1), "predicted", classes.get(0), "count", 1, "before", 1)),
        "oldNew",
        Map.of("oldToOld", 1, "oldToNew", 4, "newToOld", 0, "newToNew", 0));
  }

  private static Map<String, Object> detail(
      String name, int tasks, int classesPerTask, String prefix) {
    Map<String, Object> learner = new LinkedHashMap<>();
    learner.put("name", name);
    learner.put("classes", tasks * classesPerTask);
    learner.put("head", tasks);
    learner.put("champion", tasks);
    learner.put("lastAccuracy", accuracy(tasks, 1));
    learner.put("averageIncrementalAccuracy", 0.7);
    learner.put("forgetting", 0.125);
    learner.put("zeroShotLast", 0.2);
    learner.put("updatedAt", "2026-01-02T03:04:05Z");
    learner.put(
        "tasks",
        IntStream.rangeClosed(1, tasks).mapToObj(i -> task(i, classesPerTask, prefix)).toList());
    learner.put(
        "accuracyMatrix",
        IntStream.rangeClosed(0, tasks)
            .mapToObj(i -> IntStream.rangeClosed(1, tasks).mapToObj(j -> accuracy(i, j)).toList())
            .toList());
    List<Double> curve = IntStream.rangeClosed(1, tasks).mapToObj(i -> accuracy(i, 1)).toList();
    learner.put(
        "curves",
        Map.of("average", curve, "zeroShot", curve, "oldClasses", curve, "newClasses", curve));
    learner.put("forgettingPerTask", curve);
    learner.put("metrics", Map.of("backwardTransfer", -0.1, "forwardTransfer", 0.01));
    learner.put("aliases", Map.of("champion", tasks));
    learner.put(
        "versions",
        IntStream.rangeClosed(1, tasks)
            .mapToObj(i -> version(i, tasks, classesPerTask, prefix))
            .toList());
    return learner;
  }

  private static double accuracy(int row, int column) {
    return column <= row ? 0.9 / (1 + 0.02 * (row - column)) : 0.2;
  }

  private static Map<String, Object> task(int i, int classes, String prefix) {
    return Map.of(
        "name",
        taskName(i, prefix),
        "classes",
        IntStream.range(0, classes).mapToObj(j -> "%s%d-%d".formatted(prefix, i, j)).toList(),
        "testExamples",
        5 * classes,
        "version",
        i,
        "committedAt",
        "2026-01-02T03:04:05Z",
        "seconds",
        Map.of("encode", 1.0, "align", 2.0, "evaluate", 0.5));
  }

  private static String taskName(int i, String prefix) {
    return (prefix.startsWith("<") ? prefix : "task ") + i;
  }

  private static Map<String, Object> version(int i, int last, int classes, String prefix) {
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("number", i);
    if (i > 1) {
      version.put("parent", i - 1);
    }
    version.put("task", taskName(i, prefix));
    version.put("newClasses", List.of());
    version.put("classes", i * classes);
    version.put("createdAt", "2026-01-02T03:04:05Z");
    version.put("sha256", "cd".repeat(32));
    version.put("aliases", i == last ? List.of("champion") : List.of());
    version.put("meanAccuracy", 0.5);
    version.put("pruned", false);
    return version;
  }
}
