package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskEvent;

class TaskMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong nanos = new AtomicLong();
  private final TaskMeters meters =
      new TaskMeters(new Instruments(registry), new LearnerTags(10), nanos::get, () -> {});

  @Test
  void aTaskThatMakesNoProgressGrowsOldAndStalls() {
    meters.taskStarted(TaskEvent.of("a", "one", List.of("x"), List.of(), List.of()), "id");
    meters.phaseProgress(Phase.ALIGN, 1, 4);
    pass(20);
    meters.phaseProgress(Phase.ALIGN, 2, 4);
    pass(30);
    assertThat(value("lamm_task_running")).isEqualTo(1);
    assertThat(value("lamm_task_age_seconds")).isEqualTo(50);
    assertThat(value("lamm_task_stalled_seconds")).isEqualTo(30);
    assertThat(value("lamm_task_progress_ratio")).isEqualTo(0.5);
    assertThat(value("lamm_task_phase", "phase", "align")).isEqualTo(1);
    assertThat(value("lamm_task_phase", "phase", "encode")).isZero();
  }

  @Test
  void aRefusedTaskIsNoLongerRunning() {
    meters.taskStarted(TaskEvent.of("a", "one", List.of("x"), List.of(), List.of()), "id");
    pass(5);
    meters.taskRejected(
        new RefusedTask(
            "a", "one", "id", new Rejection(Reason.IMAGE_TOO_LARGE, Stage.ENCODE, "too large")));
    assertThat(value("lamm_task_running")).isZero();
    assertThat(value("lamm_task_age_seconds")).isZero();
    assertThat(value("lamm_task_stalled_seconds")).isZero();
    assertThat(value("lamm_dead_letters_total", "reason", "image_too_large")).isEqualTo(1);
  }

  @Test
  void learnersThatNeverHadAVersionMakeNoTimeSeries() {
    long before = registry.getMeters().size();
    for (int i = 0; i < 500; i++) {
      meters.taskRejected(
          new RefusedTask(
              "made up " + i, "t", "e", new Rejection(Reason.EMPTY_TASK, Stage.VALIDATE, "empty")));
    }
    assertThat(registry.getMeters()).hasSize((int) before);
    assertThat(value("lamm_tasks_total", "learner", "other", "outcome", "rejected")).isEqualTo(500);
  }

  @Test
  void versionsThatWereHeldBackAreCountedByLearner(@TempDir Path folder) {
    assertThat(value("lamm_held_back_versions_total", "learner", "other")).isZero();
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      Version version = SampleVersions.add(store, "a", "one", 10);
      meters.versionCommitted(version, "id", List.of(), Map.of());
      assertThat(value("lamm_held_back_versions_total", "learner", "a")).isZero();
      meters.versionHeldBack(version, new HeldBack(1, 3, 2, List.of()));
      assertThat(value("lamm_held_back_versions_total", "learner", "a")).isEqualTo(1);
    }
  }

  private void pass(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private double value(String name, String... labels) {
    return Scrape.read(registry.scrape()).value(name, labels);
  }
}
