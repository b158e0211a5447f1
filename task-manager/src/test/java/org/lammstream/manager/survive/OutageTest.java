package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.survive.SurviveKit.Undisturbed;
import org.lammstream.stream.KafkaConnection;

/** A broker that is not there, goes away or is slow: the worker says so and goes on by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
  private static final String HTTP = "--http=127.0.0.1:0";
  private static final String SESSION = "--kafka=session.timeout.ms=6000";
  private static final String WAITS = "lamm_consumer_state{state=\"waiting_for_broker\"} 1.0";
  private static final int TASKS = 8;

  private final Path folder;

  private final Undisturbed undisturbed;

  OutageTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.undisturbed = Undisturbed.learn(folder, TASKS);
  }

  @Test
  void aWorkerThatIsStartedBeforeItsBrokerWaitsForIt() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker-early"))) {
      SurviveKit kit = new SurviveKit(folder, "early", broker.connection(), HTTP);
      try (WorkerProcess worker = kit.start()) {
        worker.awaitSaid("worker: waiting: no Kafka broker answers at ");
        assertThat(worker.get("/healthz").statusCode()).isEqualTo(200);
        assertWaits(worker);
        await("a second try, more patient than the first")
            .atMost(WorkerProcess.PATIENCE)
            .until(() -> worker.get("/readyz").body().contains("waited 6.0 s"));
        assertThat(worker.said().lines().filter(line -> line.contains("waiting")))
            .as("one line, however often it is tried")
            .hasSize(1);
        broker.start();
        worker.awaitReady(true);
        assertThat(worker.get("/metrics").body()).doesNotContain(WAITS).contains("lamm_ready 1.0");
        kit.publish(0, TASKS);
        kit.awaitSettled(worker);
        worker.stop();
      }
      kit.assertEquals(undisturbed);
    }
  }

  @Test
  void aBrokerThatGoesAwayAmidATaskAndBetweenTasksCostsNothing() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker-away")).start()) {
      SurviveKit kit = new SurviveKit(folder, "away", broker.connection(), HTTP, SESSION);
      kit.createTopics();
      kit.publish(0, TASKS / 2);
      try (WorkerProcess worker = kit.startHeld(Step.ALIGNING, 3)) {
        worker.awaitHeld();
        broker.stop();
        worker.awaitSaid("worker: waiting: ");
        assertWaits(worker);
        worker.release();
        Thread.sleep(Duration.ofSeconds(3).toMillis());
        assertThat(kit.facts().count()).as("nobody can say whose the task is").isZero();
        broker.start();
        worker.awaitReady(true);
        kit.awaitSettled(worker);

        broker.kill();
        worker.awaitReady(false);
        Thread.sleep(Duration.ofSeconds(8).toMillis()); // longer than the session
        broker.start();
        kit.publish(TASKS / 2, TASKS);
        kit.awaitSettled(worker);
        worker.awaitReady(true);
        worker.stop();
      }
      kit.assertEquals(undisturbed);
    }
  }

  @Test
  void aSlowBrokerThatIsCutOffForAWhileIsWaitedFor() throws Exception {
    try (ThrottledProxy proxy = new ThrottledProxy();
        BrokerProcess broker = new BrokerProcess(folder.resolve("broker-slow"), proxy.port())) {
      proxy.forwardTo(broker.port());
      broker.start();
      SurviveKit kit = new SurviveKit(folder, "slow", broker.connection(), HTTP);
      kit.createTopics();
      kit.publish(0, TASKS);
      proxy.slowDown(Duration.ofMillis(200), 60_000);
      try (WorkerProcess worker = kit.start()) {
        worker.awaitReady(true);
        await().atMost(WorkerProcess.PATIENCE).until(() -> kit.facts().count() > 0);
        proxy.cut();
        worker.awaitSaid("worker: waiting: ");
        assertWaits(worker);
        proxy.mend();
        worker.awaitReady(true);
        kit.awaitSettled(worker);
        worker.stop();
      }
      proxy.slowDown(Duration.ZERO, Integer.MAX_VALUE);
      kit.assertEquals(undisturbed);
    }
  }

  @Test
  void alignmentLongerThanThePollIntervalKeepsTheMembership() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker-long")).start()) {
      SurviveKit kit =
          new SurviveKit(
              folder, "long", broker.connection(), HTTP, "--kafka=max.poll.interval.ms=3000");
      kit.createTopics();
      kit.publish(0, TASKS);
      try (WorkerProcess worker = kit.startHeld(Step.ALIGNING, 2)) {
        worker.awaitHeld();
        List<String> before = members(broker.connection());
        assertThat(before).hasSize(1);
        Thread.sleep(Duration.ofSeconds(10).toMillis());
        assertThat(members(broker.connection())).isEqualTo(before);
        assertThat(worker.get("/readyz").statusCode()).isEqualTo(200);
        worker.release();
        kit.awaitSettled(worker);
        assertThat(members(broker.connection())).isEqualTo(before);
        assertThat(worker.said().lines().filter(line -> line.startsWith("worker: running")))
            .hasSize(1);
        worker.stop();
      }
      kit.assertEquals(undisturbed);
    }
  }

  /** Where connections are taken and ended at once, it takes ten seconds until that is certain. */
  private static void assertWaits(WorkerProcess worker) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(WorkerProcess.PATIENCE)
        .untilAsserted(
            () -> {
              HttpResponse<String> ready = worker.get("/readyz");
              assertThat(ready.statusCode()).isEqualTo(503);
              assertThat(ready.body()).contains("no Kafka broker answers");
              assertThat(worker.get("/metrics").body().contains(WAITS)).as(WAITS).isTrue();
              assertThat(worker.get("/metrics").body().contains("lamm_ready 0.0"))
                  .as("not ready")
                  .isTrue();
            });
  }

  private static List<String> members(KafkaConnection connection) throws Exception {
    try (Admin admin = Admin.create(connection.settings(Map.of(), Map.of()))) {
      return admin.describeConsumerGroups(List.of("lamm-worker")).all().get().values().stream()
          .flatMap(group -> group.members().stream())
          .map(MemberDescription::consumerId)
          .toList();
    }
  }
}
