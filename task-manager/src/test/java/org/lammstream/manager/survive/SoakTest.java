package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;

/**
 * Small tasks in a row leave nothing behind in the process. {@code -Dlamm.survive.tasks=N} sets how
 * many; they are spread over learners, because a task's cost grows with its learner's history.
 */
class SoakTest {
  private static final int TASKS = Integer.getInteger("lamm.survive.tasks", 40);
  private static final int LEARNERS = Math.max(4, TASKS / 10);
  private static final int LOOKS = TASKS >= 1000 ? 10 : 4;

  /**
   * Most growth of native memory in the second half, beside the store's: what the JVM's compiler
   * and class loading still take. In the long run it is 64 KiB for each task; one image of a small
   * CLIP that is left behind is 150 KiB in floats, one set of a task's gradients more.
   */
  private static final double MOST_MIB = 32;

  /** The store's own bound: block cache with write buffers, and what open tables hold beside it. */
  private static final double STORE_MIB = 64 + 16;

  /** Files of the store come and go; one handle left behind by each task would be more. */
  private static final int MOST_FILES = Math.min(12, TASKS / 4);

  private static final int MOST_THREADS = 3;

  private final Path folder;

  SoakTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @EnabledOnOs(OS.LINUX) // reads /proc
  void memoryFilesThreadsAndTensorsStayFlat() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker")).start()) {
      SurviveKit kit =
          new SurviveKit(folder, "soak", broker.connection(), "--http=127.0.0.1:0", "--no-status");
      kit.createTopics();
      List<ProcessReading> readings = new ArrayList<>();
      // The heap is all there from the beginning, so what grows is native.
      try (WorkerProcess worker = kit.startWith(List.of("-Xms256m", "-XX:+AlwaysPreTouch"))) {
        worker.awaitReady(true);
        for (int look = 0; look <= LOOKS; look++) {
          readings.add(read(kit, worker, TASKS * look / LOOKS));
        }
        worker.stop();
      }
      System.out.println("soak test: " + TASKS + " tasks of " + LEARNERS + " learners");
      System.out.println(ProcessReading.heading());
      readings.forEach(reading -> System.out.println(reading.line()));
      assertThat(kit.facts().count()).isEqualTo(TASKS);
      assertFlat(readings.get(LOOKS / 2), readings.get(LOOKS));
    }
  }

  /** Publishes up to so many tasks and reads when all is quiet again. */
  private static ProcessReading read(SurviveKit kit, WorkerProcess worker, int tasks)
      throws Exception {
    try (ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu())) {
      kit.publishFeatures((int) kit.records(), tasks, LEARNERS, model);
    }
    kit.awaitSettled(worker);
    await()
        .atMost(WorkerProcess.PATIENCE)
        .until(
            () -> ProcessReading.number(worker.get("/metrics").body(), "lamm_task_running ") == 0);
    Thread.sleep(Duration.ofSeconds(6).toMillis()); // metrics are read every five
    return ProcessReading.of(worker, tasks);
  }

  private static void assertFlat(ProcessReading half, ProcessReading end) {
    assertThat(end.arrays()).as("tensors alive").isEqualTo(half.arrays());
    assertThat(end.files() - half.files()).as("file handles").isLessThanOrEqualTo(MOST_FILES);
    assertThat(end.threads() - half.threads()).as("threads").isLessThanOrEqualTo(MOST_THREADS);
    assertThat(end.unbounded() - half.unbounded())
        .as("MiB of native memory beside the store's")
        .isLessThan(MOST_MIB);
    assertThat(end.rocks()).as("MiB of the store's memory").isLessThan(STORE_MIB);
    assertThat(end.resident() - half.resident())
        .as("MiB of physical memory")
        .isLessThan(MOST_MIB + STORE_MIB);
  }
}
