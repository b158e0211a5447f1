package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One worker and two work off the same tasks. How long they take is printed and not judged: it
 * depends on the machine.
 *
 * <p>{@code -Dlamm.survive.batch=N} sets how many tasks.
 */
class ThroughputTest {
  private static final int TASKS = Integer.getInteger("lamm.survive.batch", 24);

  @TempDir private Path folder;

  @Test
  void twoWorkersComeToTheSameAsOne() throws Exception {
    try (Cluster broker = new Cluster(folder.resolve("broker"), 1).start()) {
      GroupKit one = kit(broker, "one");
      GroupKit two = kit(broker, "two");
      double alone = seconds(one, "a");
      double together = seconds(two, "a", "b");

      assertThat(two.facts("a").versions()).isEqualTo(one.facts("a").versions());
      assertThat(two.facts("b").versions()).isEqualTo(one.facts("a").versions());
      System.out.printf(
          "throughput test: %d tasks of %d learners, 1 worker %.1f s, 2 workers %.1f s, ratio"
              + " %.2f%n",
          TASKS, GroupKit.LEARNERS, alone, together, alone / together);
    }
  }

  private GroupKit kit(Cluster broker, String name) {
    return new GroupKit(folder, name, broker.connection(), "--set=epochs=300");
  }

  /** From publishing to the moment when all stores hold all versions. */
  private static double seconds(GroupKit kit, String... stores) throws Exception {
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      for (String store : stores) {
        workers.add(kit.start(store));
      }
      kit.publish(GroupKit.LEARNERS); // everybody has warmed up, and has partitions
      kit.awaitEverything(stores);
      if (stores.length > 1) {
        kit.awaitShared(workers);
      }
      long begin = System.nanoTime();
      kit.publish(TASKS);
      kit.awaitEverything(stores);
      double seconds = (System.nanoTime() - begin) / 1e9;
      workers.forEach(WorkerProcess::stop);
      return seconds;
    } finally {
      workers.forEach(WorkerProcess::close);
    }
  }
}
