package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers share twelve learners on three brokers, and any of them are killed while tasks
 * flow: no task is lost, none is learned twice, and all stores come to what one worker comes to.
 *
 * <p>{@code -Dlamm.survive.rounds=N} sets how often a worker or a broker is killed.
 */
class GroupTest {
  private static final int ROUNDS = Integer.getInteger("lamm.survive.rounds", 3);
  private static final long SEED = Long.getLong("lamm.survive.seed", System.nanoTime());
  private static final List<String> NAMES = List.of("one", "two", "three");
  private static final int TASKS = 24;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Map<String, WorkerProcess> workers = new TreeMap<>();
  private final List<Double> recovered = new ArrayList<>();
  private int killedWorkers;
  private int killedBrokers;

  @Test
  void nothingIsLostAndNothingLearnedTwiceWhoeverIsKilled() throws Exception {
    System.out.printf("group test: %d rounds, -Dlamm.survive.seed=%d%n", ROUNDS, SEED);
    long begin = System.nanoTime();
    try (Cluster cluster = new Cluster(folder.resolve("cluster"), 3).start()) {
      GroupKit kit = new GroupKit(folder, "group", cluster.connection(), "--set=epochs=40");
      try {
        NAMES.forEach(name -> workers.put(name, kit.start(name)));
        kit.publish(GroupKit.LEARNERS);
        kit.awaitEverything("one", "two", "three");
        for (int round = 0; round < ROUNDS; round++) {
          kit.publish(TASKS);
          if (round % 3 == 1) {
            killBroker(cluster);
          } else {
            killWorker(kit);
          }
        }
        kit.awaitEverything("one", "two", "three");
        workers.values().forEach(WorkerProcess::stop);
      } finally {
        workers.values().forEach(WorkerProcess::close);
      }
      kit.assertEquals(kit.undisturbed(), "one", "two", "three");
      System.out.printf(
          "group test: %d workers and %d brokers killed, %d tasks, none lost, none twice; seconds"
              + " from a killed worker to the next result of its learners: %s; %.0f s in all%n",
          killedWorkers,
          killedBrokers,
          kit.published(),
          recovered,
          (System.nanoTime() - begin) / 1e9);
    }
  }

  private void killWorker(GroupKit kit) throws Exception {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    Thread.sleep(random.nextInt(1500));
    WorkerProcess victim = workers.remove(name);
    List<Integer> orphans = kit.learnersOf(victim);
    StoreFacts before = kit.facts(name);
    victim.kill();
    killedWorkers++;
    long killed = System.nanoTime();
    String other = NAMES.stream().filter(one -> !one.equals(name)).findFirst().orElseThrow();
    if (orphans.stream().anyMatch(learner -> kit.hasMore(before, learner))) {
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> GroupKit.hasGoneOn(kit.facts(other), before, orphans));
      recovered.add(Math.round((System.nanoTime() - killed) / 1e8) / 10.0);
    }
    workers.put(name, kit.start(name));
  }

  private void killBroker(Cluster cluster) throws Exception {
    int node = 1 + random.nextInt(3);
    Thread.sleep(random.nextInt(1500));
    cluster.kill(node);
    killedBrokers++;
    Thread.sleep(3000);
    cluster.restart(node);
    assertThat(workers).hasSize(NAMES.size());
  }
}
