package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.survive.SurviveKit.Undisturbed;
import org.lammstream.stream.KafkaConnection;

/** SIGTERM finishes or abandons the task at hand, and the next start continues. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopWorkerTest {
  /** 128 and the number of SIGTERM, which is what a JVM ends with that was told to stop. */
  private static final int TERMINATED = 143;

  private static final int TASKS = 4;

  private final Path folder;

  private final Undisturbed undisturbed;

  StopWorkerTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.undisturbed = Undisturbed.learn(folder, TASKS);
  }

  @Test
  void theTaskAtHandIsFinishedWithinTheGraceAndNoOtherBegun() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker-finished")).start()) {
      SurviveKit kit = new SurviveKit(folder, "finished", broker.connection());
      kit.createTopics();
      kit.publish(0, TASKS);
      try (WorkerProcess worker = kit.startHeld(Step.ALIGNING, 2, "--grace=60")) {
        worker.awaitHeld();
        worker.terminate();
        worker.awaitSaid("worker: stopping, the task at hand has 60 s to finish");
        worker.release();
        assertThat(worker.exitCode()).isEqualTo(TERMINATED);
        assertThat(worker.said()).contains("worker: stopped, the task at hand was finished");
      }
      assertThat(kit.facts().count()).isEqualTo(1);
      assertThat(kit.facts().waiting()).as("its result is told").isZero();
      continueToTheEnd(kit);
    }
  }

  @Test
  void aTaskThatIsLongerThanTheGraceIsAbandonedAndComesAgain() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker-abandoned")).start()) {
      SurviveKit kit = new SurviveKit(folder, "abandoned", broker.connection());
      kit.createTopics();
      kit.publish(0, TASKS);
      try (WorkerProcess worker = kit.startHeld(Step.ALIGNING, 2, "--grace=1")) {
        worker.awaitHeld();
        worker.terminate();
        assertThat(worker.exitCode()).isEqualTo(TERMINATED);
        assertThat(worker.said())
            .contains("worker: stopped, the task at hand is abandoned and comes again");
      }
      assertThat(kit.facts().count()).isZero();
      assertThat(kit.facts().next()).isZero();
      continueToTheEnd(kit);
    }
  }

  private void continueToTheEnd(SurviveKit kit) throws Exception {
    try (WorkerProcess worker = kit.start()) {
      kit.awaitSettled(worker);
      worker.stop();
      assertThat(worker.said()).contains("worker: stopped, no task was at hand");
    }
    kit.assertEquals(undisturbed);
  }

  @Test
  void whoWaitsForAHostThatNobodyKnowsSaysSoAndCanBeStopped() {
    SurviveKit kit =
        new SurviveKit(folder, "nowhere", KafkaConnection.to("no.such.host.invalid:9092"));
    try (WorkerProcess worker = kit.start()) {
      worker.awaitSaid("worker: waiting: no host of no.such.host.invalid:9092 is known");
      worker.terminate();
      assertThat(worker.exitCode()).isEqualTo(TERMINATED);
      assertThat(worker.said()).contains("worker: stopped before a broker answered");
    }
  }
}
