package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.worker.FruitTasks.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.stored.HistoryEvaluation;
import org.lammstream.evaluation.stored.HistoryEvaluator;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.evaluation.stored.VersionAnalyzer;
import org.lammstream.manager.worker.WorkerKit.Running;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.RawRecord;

/** Tasks for classes that a learner knows already, through a real broker and a real worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefiningTasksTest {
  private final FruitStream stream;
  private final FruitTasks fruit;

  RefiningTasksTest(@TempDir Path shared) {
    stream = new FruitStream(shared);
    fruit = stream.fruit;
  }

  @AfterAll
  void close() {
    stream.close();
  }

  @Test
  void examplesOfAKnownClassRefineItAndNewClassesAreAppended(
      @TempDir Path store, @TempDir Path replayed) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.task("one", "apple", "pear"), "id-1");
    kit.publish(fruit.more("two", "fig", "apple"), "id-2");
    kit.publish(fruit.more("three", "pear"), "id-3");
    kit.publish(fruit.task("four", "plum"), "id-4");
    try (Running worker = kit.start(store).awaitSettled(4);
        Running other = kit.start(replayed).awaitSettled(4)) {
      assertThat(worker.store.versions(LEARNER))
          .extracting(VersionSummary::newClasses)
          .containsExactly(List.of("apple", "pear"), List.of("fig"), List.of(), List.of("plum"));
      Version second = worker.store.version(LEARNER, 2);
      assertThat(second.classes())
          .extracting(ClassEmbedding::name)
          .containsExactly("apple", "pear", "fig");
      assertThat(second.classes().get(0).anchor())
          .isEqualTo(worker.store.version(LEARNER, 1).classes().get(0).labelEmbedding());
      assertThat(worker.store.check().problems()).isEmpty();

      LearnerHistory history = LearnerHistory.of(worker.store, LEARNER);
      assertThat(history.matrix().isComplete()).isTrue();
      assertThat(history.matrix().total(3, 3)).as("pear's test images again").isEqualTo(2);
      HistoryEvaluation evaluation =
          new HistoryEvaluator(worker.store, LEARNER, HistoryEvaluator.Progress.NONE).evaluate(4);
      assertThat(evaluation.check().allEqual()).isTrue();
      assertThat(VersionAnalyzer.of(worker.store, LEARNER, 4, 1e9).classes().classes()).hasSize(4);

      assertThat(other.store.versions(LEARNER))
          .extracting(VersionSummary::embeddingsSha256)
          .containsExactlyElementsOf(
              worker.store.versions(LEARNER).stream()
                  .map(VersionSummary::embeddingsSha256)
                  .toList());
      List<List<String>> told = new ArrayList<>();
      for (RawRecord record : kit.read(kit.topics.results(), 4).subList(0, 4)) {
        VersionCommitted result = (VersionCommitted) ResultEvents.read(record).event();
        told.add(result.classes());
        assertThat(result.accuracies()).hasSize(result.version());
      }
      assertThat(told).contains(List.of(), List.of("fig"));
    }
  }

  @Test
  void aConflictIsADeadLetterThatSaysWhatToDo(@TempDir Path store) {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.task("one", "apple", "red_pear"), "id-1");
    kit.publish(fruit.more("reject", Map.of("existing", "reject"), "fig", "apple"), "id-2");
    kit.publish(fruit.more("frozen", Map.of("old", "frozen"), "apple"), "id-3");
    kit.publish(fruit.more("spelling", "red pear"), "id-4");
    kit.publish(
        new org.lammstream.stream.event.TaskEvent(
            1,
            "other",
            "twice",
            List.of("red pear", "red_pear"),
            fruit.more("any", "red pear", "red_pear").train(),
            List.of(),
            Map.of()),
        "id-5");
    try (Running worker = kit.start(store).awaitSettled(5)) {
      assertThat(worker.store.versions(LEARNER)).hasSize(1);
      List<RawRecord> letters = kit.read(kit.topics.deadLetters(), 4);
      assertThat(letters)
          .extracting(letter -> DeadLetters.read(letter).reason().orElseThrow())
          .containsOnly("DUPLICATE_CLASS");
      assertThat(letters)
          .extracting(letter -> DeadLetters.read(letter).message().orElseThrow())
          .containsExactly(
              "learner 'fruit' knows class 'apple' already, and existing=reject: leave it out, or"
                  + " add examples to it with existing=refine",
              "learner 'fruit' knows class 'apple' already, and old=frozen keeps it as it is: leave"
                  + " it out, or send it with old=regularized",
              "class 'red pear' is the same words as 'red_pear', which learner 'fruit' knows: use"
                  + " that name to add examples to it",
              "classes 'red pear' and 'red_pear' are the same words: give the task one of them");
    }
  }
}
