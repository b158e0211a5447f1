package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one worker has learned, another one goes on with, and never both. */
class TakeoverTest {
  private static final String CLASSIC = "--kafka=group.protocol=classic";
  private static final String SOON_ABORTED = "--kafka=transaction.timeout.ms=8000";
  private static final String SOON_MISSED = "--kafka=session.timeout.ms=6000";

  @TempDir static Path folder;
  private static Cluster broker;
  private static GroupKit undisturbed;

  @BeforeAll
  static void startBroker() {
    broker = new Cluster(folder.resolve("broker"), 1).start();
    GroupKit same = new GroupKit(folder, "same", broker.connection());
    same.publish(36);
    undisturbed = same.undisturbed();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aWorkerWithoutAStoreGoesOnWhereAKilledOneStopped() throws Exception {
    GroupKit kit = new GroupKit(folder, "takeover", broker.connection());
    kit.publish(24);
    try (WorkerProcess first = kit.start("first")) {
      kit.awaitEverything("first");
      first.kill();
    }
    kit.publish(12);
    try (WorkerProcess second = kit.start("second")) {
      kit.awaitEverything("second");
      second.stop();
    }

    kit.assertEquals(undisturbed, "second");
  }

  @Test
  void aTopicThatWasCompactedTellsAWholeLearnerToo() throws Exception {
    GroupKit kit = new GroupKit(folder, "compacted", broker.connection());
    kit.compactSoon();
    try (WorkerProcess first = kit.start("first")) {
      for (int round = 1; round <= 2; round++) {
        kit.publish(12);
        kit.awaitEverything("first");
      }
      first.stop();
    }
    try (WorkerProcess second = kit.start("second")) {
      for (int round = 1; round <= 3; round++) {
        kit.publish(12);
        kit.awaitEverything("second");
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                kit.publish(12); // segments are closed by what comes behind them
                return kit.headsTold() < kit.published() - 20;
              });
      kit.awaitEverything("second");
      second.kill();
    }
    kit.publish(12);
    try (WorkerProcess third = kit.start("third")) {
      kit.awaitEverything("third");
      third.stop();
    }

    kit.assertEquals(kit.undisturbed(), "third");
  }

  @Test
  void aStoreThatWasAloneBeforeIsToldAsAWhole() throws Exception {
    GroupKit kit = new GroupKit(folder, "grown", broker.connection());
    kit.publish(12);
    try (WorkerProcess alone = kit.start("first", "--alone")) {
      kit.awaitEverything("first");
      alone.stop();
    }
    kit.publish(24);
    try (WorkerProcess first = kit.start("first")) {
      kit.awaitEverything("first");
      first.stop();
    }
    try (WorkerProcess second = kit.start("second")) {
      kit.awaitEverything("second");
      second.stop();
    }

    kit.assertEquals(undisturbed, "first", "second");
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, "--kafka=group.protocol=consumer"})
  void aWorkerThatWakesUpLateBeforeItsCommitNeitherCommitsNorTells(String protocol)
      throws Exception {
    assertLateWorkerChangesNothing(Step.EVALUATED, protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, "--kafka=group.protocol=consumer"})
  void aWorkerThatWakesUpLateBehindItsCommitTellsNothingAndGivesWay(String protocol)
      throws Exception {
    assertLateWorkerChangesNothing(Step.COMMITTED, protocol);
  }

  private static void assertLateWorkerChangesNothing(Step step, String protocol) throws Exception {
    boolean classic = protocol.equals(CLASSIC);
    String name = "late-" + step.name().toLowerCase(Locale.ROOT) + "-" + classic;
    GroupKit kit =
        classic
            ? new GroupKit(folder, name, broker.connection(), protocol, SOON_ABORTED, SOON_MISSED)
            : new GroupKit(folder, name, broker.connection(), protocol, SOON_ABORTED);
    kit.publish(24);
    try (WorkerProcess late = kit.startHeld("late", step, 5)) {
      late.awaitHeld();
      late.pause();
      try (WorkerProcess other = kit.start("other")) {
        kit.awaitEverything("other");
        int before = kit.results().size();

        late.release(); // goes on before it can have heard of anything
        late.resume();
        kit.awaitEverything("late");
        kit.publish(12);
        kit.awaitEverything("late", "other");

        assertThat(before).isEqualTo(24);
        late.stop();
        other.stop();
      }
    }

    kit.assertEquals(undisturbed, "late", "other");
  }
}
