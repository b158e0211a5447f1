package org.lammstream.manager.api.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lammstream.evaluation.dashboard.LearnerDetail;
import org.lammstream.evaluation.dashboard.VersionEntry;
import org.lammstream.manager.api.http.EventSink;
import org.lammstream.manager.api.http.ProblemException;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.stream.codec.ResultMessage;
import org.lammstream.stream.codec.StatusMessage;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.TaskProgress;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;

class TopicSourceTest {
  private static final String SHA = "0123456789abcdef".repeat(4);

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final EventLog events = new EventLog("test", 100);
  private final TopicSource source = new TopicSource(events, () -> now);
  private final List<String> heard = new ArrayList<>();

  TopicSourceTest() {
    events.add(
        new EventSink() {
          @Override
          public boolean send(String text) {
            heard.add(text);
            return true;
          }

          @Override
          public void end() {}

          @Override
          public void onEnd(Runnable action) {}
        },
        Optional.empty(),
        source::greet);
    heard.clear();
  }

  /** Version {@code number} has learned tasks t1 to {@code tasks.length}, 10 examples each. */
  private void commit(int number, int parent, String task, TaskAccuracy... row) {
    source.result(
        new ResultMessage(
            "r-" + number,
            now,
            new VersionCommitted(
                1,
                "birds",
                number,
                parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent),
                task,
                "e-" + task,
                List.of(task + "-a", task + "-b"),
                SHA,
                List.of(row),
                Map.of(VersionCommitted.ZERO_SHOT_LAST_ACCURACY, 0.1 * number),
                Map.of("align", 1.5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private static TaskAccuracy ten(String task, int correct) {
    return new TaskAccuracy(task, correct, 10);
  }

  private void three() {
    commit(1, 0, "t1", ten("t1", 8));
    commit(2, 1, "t2", ten("t1", 6), ten("t2", 9));
    commit(3, 2, "t3", ten("t1", 4), ten("t2", 8), ten("t3", 10));
  }

  private void progress(String eventId, OptionalDouble left) {
    source.status(
        new StatusMessage(
            now,
            new TaskProgress(
                1,
                "birds",
                "t4",
                eventId,
                "align",
                10,
                50,
                OptionalInt.of(10),
                OptionalInt.of(50),
                OptionalDouble.of(0.5),
                4,
                left)));
  }

  @Test
  void theLowerTriangleGivesTheCurvesAndForgetting() {
    three();
    LearnerDetail birds = source.learner("birds");
    assertThat(birds.summary().classes()).isEqualTo(6);
    assertThat(birds.summary().lastAccuracy().orElseThrow()).isEqualTo((0.4 + 0.8 + 1.0) / 3);
    assertThat(birds.summary().averageIncrementalAccuracy().orElseThrow())
        .isEqualTo((0.8 + (0.6 + 0.9) / 2 + (0.4 + 0.8 + 1.0) / 3) / 3);
    assertThat(birds.forgettingPerTask().get(0).orElseThrow()).isEqualTo(0.8 - 0.4);
    assertThat(birds.accuracyMatrix().get(0)).containsOnly(OptionalDouble.empty());
    assertThat(birds.accuracyMatrix().get(3).get(1)).hasValue(0.8);
    assertThat(birds.curves().zeroShot().get(1)).hasValue(0.2);
    assertThat(birds.tasks().get(2).testExamples()).isEqualTo(10);
    assertThat(birds.aliases()).containsExactly(Map.entry("champion", 3));
    assertThat(source.version("birds", "champion").accuracies()).hasSize(3);
  }

  @Test
  void aBranchHasItsOwnTasksAndTheOtherStaysVisible() {
    three();
    source.status(
        new StatusMessage(
            now, new LearnerPointers(1, "birds", 1, Map.of("champion", 3), List.of())));
    commit(4, 1, "t2", ten("t1", 7), ten("t2", 5));
    LearnerDetail birds = source.learner("birds");
    assertThat(birds.summary().head()).hasValue(4);
    assertThat(birds.summary().classes()).isEqualTo(4);
    assertThat(birds.summary().champion()).as("is of the other branch").hasValue(3);
    assertThat(birds.accuracyMatrix().get(2).get(0)).hasValue(0.7);
    assertThat(birds.versions()).extracting(VersionEntry::number).containsExactly(1, 2, 3, 4);
    assertThat(birds.versions().get(3).classes()).isEqualTo(4);
  }

  @Test
  void whatComesTwiceCountsOnceAndTheNewestCounts() {
    three();
    commit(3, 2, "t3", ten("t1", 5), ten("t2", 8), ten("t3", 10));
    assertThat(source.learner("birds").tasks()).hasSize(3);
    assertThat(source.learner("birds").accuracyMatrix().get(3).get(0)).hasValue(0.5);
  }

  @Test
  void aTopicThatForgotItsBeginningBeginsWithWhatItHas() {
    commit(2, 1, "t2", ten("t1", 6), ten("t2", 9));
    commit(3, 2, "t3", ten("t1", 4), ten("t2", 8), ten("t3", 10));
    LearnerDetail birds = source.learner("birds");
    assertThat(birds.tasks()).hasSize(2);
    assertThat(birds.accuracyMatrix().get(1).get(0)).hasValue(0.9);
    assertThat(birds.versions().get(0).meanAccuracy()).hasValue(0.75);
  }

  @Test
  void aTaskRunsUntilItsResultIsThereAndProgressThatComesLaterIsNone() {
    progress("e-t4", OptionalDouble.of(16));
    assertThat(source.learners())
        .singleElement()
        .satisfies(birds -> assertThat(birds.running().orElseThrow().secondsLeft()).hasValue(16));
    now = now.plusSeconds(6);
    assertThat(source.learner("birds").summary().running().orElseThrow().secondsLeft())
        .hasValue(10);
    assertThat(source.learner("birds").summary().running().orElseThrow().startedAt())
        .isEqualTo(now.minusSeconds(10));
    commit(1, 0, "t4", ten("t4", 5));
    progress("e-t4", OptionalDouble.of(1));
    assertThat(source.learner("birds").summary().running()).isEmpty();
  }

  @Test
  void aWorkerThatIsSilentForAMinuteIsNotWaitedFor() {
    commit(1, 0, "t1", ten("t1", 8));
    source.caughtUp();
    progress("e-t4", OptionalDouble.of(16));
    heard.clear();
    now = now.plus(ToldLearner.SILENCE).plusMillis(1);
    assertThat(source.learner("birds").summary().running()).isEmpty();
    source.look();
    assertThat(heard).singleElement().asString().contains("learner-updated");
  }

  @Test
  void historyIsQuietAndNewsAreTold() {
    three();
    assertThat(heard).isEmpty();
    source.caughtUp();
    heard.clear();
    source.status(
        new StatusMessage(
            now, new LearnerPointers(1, "birds", 3, Map.of("champion", 1), List.of(2))));
    source.result(
        new ResultMessage("x", now, new TaskRejected(1, "birds", "t9", "e-9", "R", "no good")));
    progress("e-t4", OptionalDouble.empty());
    assertThat(String.join("", heard))
        .contains("alias-moved", "\"version\":1", "task-rejected", "no good", "task-progress");
    assertThat(source.learner("birds").versions().get(1).pruned()).isTrue();
  }

  @Test
  void whileTheTopicIsReadOnceMoreWhatWasKnownStaysToBeSeen() {
    three();
    source.caughtUp();
    source.begin();
    commit(1, 0, "t1", ten("t1", 8));
    assertThat(source.learner("birds").tasks()).hasSize(3);
    source.caughtUp();
    assertThat(source.learner("birds").tasks()).hasSize(1);
  }

  @Test
  void whatWasNeverToldOfIsAProblemThatSaysSo() {
    three();
    assertThatThrownBy(() -> source.learner("fish"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("fish");
    assertThatThrownBy(() -> source.version("birds", "7")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> source.version("birds", "gold")).isInstanceOf(ProblemException.class);
    assertThat(source.version("birds", "latest").version().number()).isEqualTo(3);
  }

  @Test
  void twoHundredTasksAreShown() {
    int tasks = 200;
    for (int number = 1; number <= tasks; number++) {
      TaskAccuracy[] row =
          IntStream.rangeClosed(1, number)
              .mapToObj(task -> ten("t" + task, task % 10))
              .toArray(TaskAccuracy[]::new);
      commit(number, number - 1, "t" + number, row);
    }
    assertThat(source.learner("birds").accuracyMatrix()).hasSize(201);
    assertThat(source.learners().get(0).classes()).isEqualTo(400);
  }
}
