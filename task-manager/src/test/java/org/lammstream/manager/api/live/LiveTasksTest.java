package org.lammstream.manager.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lammstream.evaluation.dashboard.RunningTask;
import org.lammstream.manager.api.http.EventSink;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;

class LiveTasksTest {
  private final EventLog events = new EventLog("test", 10);
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final LiveTasks live = new LiveTasks(events, () -> now);

  private void pass(double seconds) {
    now = now.plus(Duration.ofMillis((long) (seconds * 1000)));
  }

  private void start(String learner, String id) {
    Example example = new Example("fig", new InlineImage(new byte[] {1}));
    live.taskStarted(
        TaskEvent.of(learner, "one", List.of("fig"), List.of(example, example), List.of()), id);
  }

  private RunningTask running() {
    return live.running("fruit").orElseThrow();
  }

  @Test
  void theTimeLeftFollowsThePresentSpeedAndTheLastTask() {
    start("fruit", "id-1");
    assertThat(running().phase()).isEqualTo("encode");
    assertThat(running().total()).isEqualTo(2);
    assertThat(running().secondsLeft()).isEmpty();
    live.phaseProgress(Phase.ALIGN, 0, 50);
    assertThat(running().secondsLeft()).isEmpty();
    assertThat(running().loss()).isEmpty();
    pass(4);
    live.epochFinished(10, 50, 0.5);
    live.phaseProgress(Phase.ALIGN, 10, 50);
    assertThat(running().secondsLeft()).hasValue(16);
    assertThat(running().epoch()).hasValue(10);
    assertThat(running().loss()).hasValue(0.5);
    assertThat(live.running("other")).isEmpty();
  }

  @Test
  void whatTheLastTaskNeededIsExpectedOfTheNext() {
    TimeLeft timeLeft =
        new TimeLeft(Map.of("encode", 2.0, "align", 10.0, "evaluate", 1.0, "commit", 0.5));
    assertThat(timeLeft.estimate(Phase.ENCODE, 0, 100, 0.5)).hasValue(1.5 + 11.5);
    assertThat(timeLeft.estimate(Phase.ENCODE, 50, 100, 3)).hasValue(3 + 11.5);
    assertThat(timeLeft.estimate(Phase.ALIGN, 0, 50, 20)).hasValue(1.5);
    assertThat(timeLeft.estimate(Phase.COMMIT, 1, 1, 0.1)).hasValue(0);
    assertThat(new TimeLeft(Map.of()).estimate(Phase.ENCODE, 50, 100, 3)).isEmpty();
  }

  @Test
  void aRefusedTaskIsKnownWithItsReasonAndNoLongerRuns() {
    live.queued("fruit", "id-1", "one");
    assertThat(live.status("fruit", "id-1").orElseThrow().state().key()).isEqualTo("queued");
    start("fruit", "id-1");
    assertThat(live.status("fruit", "id-1").orElseThrow().progress()).isPresent();
    live.taskRejected(
        new RefusedTask(
            "fruit",
            "one",
            "id-1",
            new Rejection(Rejection.Reason.UNREADABLE_IMAGE, Rejection.Stage.ENCODE, "no image")));
    TaskStatus status = live.status("fruit", "id-1").orElseThrow();
    assertThat(status.state()).isEqualTo(TaskStatus.State.REJECTED);
    assertThat(status.reason()).contains("UNREADABLE_IMAGE");
    assertThat(status.message()).contains("no image");
    assertThat(live.running("fruit")).isEmpty();
    assertThat(live.status("other", "id-1")).isEmpty();
  }

  @Test
  void onlyTheLastThousandTasksAreRemembered() {
    for (int i = 0; i < 1200; i++) {
      live.queued("fruit", "id-" + i, "task-" + i);
    }
    assertThat(live.status("fruit", "id-199")).isEmpty();
    assertThat(live.status("fruit", "id-200")).isPresent();
    live.forget("id-1199");
    assertThat(live.status("fruit", "id-1199")).isEmpty();
  }

  @Test
  void progressIsMentionedNoOftenerThanAnEyeFollowsAndNotKept() {
    Lines lines = new Lines();
    events.add(lines, Optional.empty(), live::greet);
    start("fruit", "id-1");
    for (int i = 1; i <= 100; i++) {
      pass(0.01);
      live.phaseProgress(Phase.ENCODE, i, 100);
    }
    assertThat(lines.of("task-progress")).hasSizeBetween(3, 6);
    Lines later = new Lines();
    events.add(later, Optional.of("test-0"), live::greet);
    assertThat(later.of("task-progress")).singleElement().asString().contains("\"done\":100");
  }

  @Test
  void aListenerThatIsGoneIsForgottenAndAClosedLogTakesNoMore() {
    Lines gone = new Lines();
    Lines there = new Lines();
    events.add(gone, Optional.empty(), live::greet);
    events.add(there, Optional.empty(), live::greet);
    gone.end();
    events.publish("reset", Map.of());
    assertThat(gone.of("reset")).isEmpty();
    assertThat(there.of("reset")).hasSize(1);
    events.close();
    assertThat(there.ended).isTrue();
    Lines late = new Lines();
    events.add(late, Optional.empty(), live::greet);
    assertThat(late.ended).isTrue();
  }

  /** A client that takes everything at once. */
  private static final class Lines implements EventSink {
    private final List<String> sent = new ArrayList<>();
    private final List<Runnable> onEnd = new ArrayList<>();
    private boolean ended;

    List<String> of(String type) {
      return sent.stream().filter(text -> text.contains("event: " + type + "\n")).toList();
    }

    @Override
    public boolean send(String text) {
      return !ended && sent.add(text);
    }

    @Override
    public void end() {
      ended = true;
      onEnd.forEach(Runnable::run);
    }

    @Override
    public void onEnd(Runnable action) {
      onEnd.add(action);
    }
  }
}
