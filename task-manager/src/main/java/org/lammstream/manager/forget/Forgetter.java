package org.lammstream.manager.forget;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.Forgetting;
import org.lammstream.store.NewVersion;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.Provenance;

/**
 * Makes versions of a learner that know less. Of a learner whose label embeddings are not trained
 * the result is, up to rounding, one that never saw what is forgotten. Looks at the learner's head
 * as it is when this is made; used by one thread while the store is open.
 */
public final class Forgetter {

  /** In a version's configuration: what it forgot, for people. */
  private static final String NOTE = "forgotten";

  private final EmbeddingStore store;
  private final LearnerHistory history;
  private final Version head;
  private final LiveExamples examples;

  private Forgetter(EmbeddingStore store, LearnerHistory history, Version head) {
    this.store = store;
    this.history = history;
    this.head = head;
    this.examples = LiveExamples.of(store, head.learner(), history);
  }

  /**
   * For a learner's head.
   *
   * @throws ForgetException if the learner has no version
   */
  public static Forgetter of(EmbeddingStore store, String learner) {
    LearnerHistory history = LearnerHistory.of(store, learner);
    OptionalInt last = history.last();
    if (last.isEmpty()) {
      throw new ForgetException("learner '" + learner + "' has no version");
    }
    return new Forgetter(store, history, store.version(learner, last.getAsInt()));
  }

  /** The version that would be continued. */
  public Version head() {
    return head;
  }

  /** The tasks behind it. */
  LearnerHistory history() {
    return history;
  }

  LiveExamples examples() {
    return examples;
  }

  EmbeddingStore store() {
    return store;
  }

  /**
   * Some classes, with all their examples of whatever task.
   *
   * @throws ForgetException if the head lacks one of them, or would have none left
   */
  public ForgetPlan classes(Collection<String> names) {
    Set<String> known = new HashSet<>();
    head.classes().forEach(entry -> known.add(entry.name()));
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ForgetException(
            "version %d of learner '%s' has no class '%s'"
                .formatted(head.number(), head.learner(), name));
      }
    }
    return plan(Set.copyOf(names), List.of());
  }

  /**
   * A task: the classes that were new with it, with all their examples, and its own examples of
   * classes that were known before.
   *
   * @throws ForgetException if the head does not go back to such a task, or would have no class
   *     left
   */
  public ForgetPlan task(String name) {
    for (int row = 1; row <= history.learned().size(); row++) {
      if (history.learned().get(row - 1).task().equals(name)) {
        return plan(Set.copyOf(history.newClasses(row)), List.of(name));
      }
    }
    throw new ForgetException(
        "version %d of learner '%s' has learned no task '%s'; its tasks are %s"
            .formatted(
                head.number(),
                head.learner(),
                name,
                String.join(", ", history.learned().stream().map(VersionSummary::task).toList())));
  }

  private ForgetPlan plan(Set<String> names, List<String> tasks) {
    List<String> classes =
        head.classes().stream().map(ClassEmbedding::name).filter(names::contains).toList();
    if (classes.size() == head.classes().size()) {
      throw new ForgetException(
          "learner '%s' would have no class left; delete its store, or begin a new learner"
              .formatted(head.learner()));
    }
    ForgetPlan what = new ForgetPlan(classes, tasks, List.of(), List.of());
    return new ForgetPlan(
        classes,
        tasks,
        examples.matching(what::takes, false),
        examples.matching(what::takes, true));
  }

  /**
   * The next version, to be added to the store.
   *
   * @throws ForgetException if features that are needed cannot be found
   */
  public NewVersion version(ForgetPlan plan, Clock clock) {
    Subtraction left = new Subtraction(store, head, plan);
    List<ClassEmbedding> classes = new ArrayList<>(left.classes());
    int number = store.nextVersion(head.learner());
    Version version =
        new Version(
            head.learner(),
            number,
            OptionalInt.of(head.number()),
            clock.instant(),
            plan.title(),
            List.of(),
            classes,
            provenance(plan, number),
            Map.of(),
            EmbeddingsDigest.sha256(classes, head.prompts()),
            left.visual(),
            Optional.of(new Forgetting(plan.classes(), plan.tasks())),
            head.prompts());
    int dimension = history.allTestSets().get(0).dimension();
    TestSet tests = new TestSet(plan.title(), List.of(), List.of(), new float[0], dimension);
    Optional<PromptedTests> seen = LeftTests.of(store, head, plan);
    return new NewVersion(
        version,
        tests,
        history.measureWithout(version, seen.map(PromptedTests::seen)),
        version.parent(),
        List.of(),
        seen);
  }

  private Provenance provenance(ForgetPlan plan, int number) {
    Provenance of = head.provenance();
    Map<String, String> configuration = new HashMap<>(of.configuration());
    configuration.put(
        NOTE,
        (plan.tasks().isEmpty() ? "" : "task " + String.join(", ", plan.tasks()) + ": ")
            + String.join(", ", plan.classes()));
    return new Provenance(
        "forget-" + number,
        "",
        0,
        0,
        configuration,
        of.seed(),
        of.checkpointName(),
        of.checkpointSha256(),
        of.codeVersion(),
        of.java(),
        of.os(),
        of.arch(),
        of.processor(),
        of.engine(),
        of.threads());
  }

  /** What tasks behind the head have trained beside all classes they had; empty for nothing. */
  public Set<String> trainedBy() {
    Set<String> methods = new TreeSet<>();
    history
        .lineage()
        .forEach(
            version ->
                methods.add(version.provenance().configuration().getOrDefault("method", "lamm")));
    methods.remove("zero-shot");
    return methods;
  }
}
