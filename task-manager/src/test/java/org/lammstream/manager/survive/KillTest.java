package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that is killed at every named step and at random moments comes to the same versions,
 * digests and accuracies as one that is left alone, bit for bit, and tells each result once.
 *
 * <p>{@code -Dlamm.survive.kills=N} sets how often, {@code -Dlamm.survive.seed=N} repeats the
 * choices of an earlier run (not its timing).
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("lamm.survive.kills", 10);
  private static final long SEED = Long.getLong("lamm.survive.seed", System.nanoTime());
  private static final int BACKLOG = 24;
  private static final int LONGEST_LIFE_MILLIS = 1500;

  private final Path folder;
  private final Random random = new Random(SEED);
  private final Map<Step, Integer> held = new EnumMap<>(Step.class);
  private int published;
  private int atRandom;

  KillTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void killedAtEveryStepAndAtRandomMomentsItLearnsTheSameAndTellsItOnce() throws Exception {
    System.out.printf("kill test: %d kills, -Dlamm.survive.seed=%d%n", KILLS, SEED);
    long begin = System.nanoTime();
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker")).start()) {
      // A static member: its successor need not wait until the group has given it up.
      SurviveKit kit =
          new SurviveKit(
              folder,
              "kill",
              broker.connection(),
              "--instance=survivor",
              "--kafka=group.protocol=classic");
      kit.createTopics();
      StoreFacts before = kit.facts();
      for (int kill = 0; kill < KILLS; kill++) {
        topUp(kit, before);
        killOnce(kit, kill);
        StoreFacts now = kit.facts();
        assertThat(now.continues(before)).as("%s after %s", now, before).isTrue();
        before = now;
      }
      try (WorkerProcess last = kit.start("--no-status")) {
        kit.awaitSettled(last);
        last.stop();
      }
      ResultFacts told =
          kit.assertEquals(SurviveKit.Undisturbed.learn(folder, broker.connection(), published));
      System.out.printf(
          "kill test: %d kills (%s, at random %d), %d records, %d versions, %d dead letters, none"
              + " lost, %d repeated and equal, %.0f s%n",
          KILLS,
          held,
          atRandom,
          kit.records(),
          kit.facts().count(),
          told.letters().size(),
          told.repeated(),
          (System.nanoTime() - begin) / 1e9);
    }
  }

  /** There is always more to do than a life lasts. */
  private void topUp(SurviveKit kit, StoreFacts facts) {
    while (kit.records() - facts.next() < BACKLOG) {
      kit.publish(published, published + 8);
      published += 8;
    }
  }

  private void killOnce(SurviveKit kit, int kill) throws InterruptedException {
    List<Step> steps = List.of(Step.values());
    int turn = kill % (2 * steps.size());
    if (turn < steps.size()) {
      Step step = steps.get(turn);
      try (WorkerProcess worker = kit.startHeld(step, 1 + random.nextInt(3), "--no-status")) {
        worker.awaitHeld();
        worker.kill();
      }
      held.merge(step, 1, Integer::sum);
      return;
    }
    try (WorkerProcess worker = kit.start("--no-status")) {
      if (random.nextInt(4) > 0) { // else it may not even come to its first task
        worker.awaitSaid("worker: running");
      }
      Thread.sleep(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)).toMillis());
      worker.kill();
    }
    atRandom++;
  }
}
