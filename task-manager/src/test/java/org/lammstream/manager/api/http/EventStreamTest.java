package org.lammstream.manager.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final String ASK = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static RawClient subscribe(TestServer server) throws Exception {
    int before = server.sinks.size();
    RawClient client = server.raw().send(ASK);
    await().until(() -> server.sinks.size() > before);
    return client;
  }

  @Test
  void eventsArriveAtOnceAndTheEndIsAnEnd() throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = subscribe(server)) {
      assertThat(server.sinks.get(0).send("data: ü1\n\n")).isTrue();
      assertThat(client.readUntil("\n\n")).contains("text/event-stream").contains("data: ");
      server.sinks.get(0).send("data: 2\n\n");
      client.readUntil("data: 2\n\n");
      server.sinks.get(0).end();
      assertThat(client.readUntil("0\r\n\r\n")).doesNotContain("data");
      assertThat(server.sinks.get(0).send("data: 3\n\n")).isFalse();
    }
  }

  @Test
  void aStreamOutlivesTheTimesOfOrdinaryRequests() throws Exception {
    Duration brief = Duration.ofMillis(300);
    HttpLimits limits = HttpLimits.DEFAULT.withTimes(brief, brief, brief, brief);
    try (TestServer server = new TestServer(limits, Optional.empty());
        RawClient client = subscribe(server)) {
      Thread.sleep(1500);
      assertThat(server.sinks.get(0).send("data: late\n\n")).isTrue();
      client.readUntil("data: late\n\n");
    }
  }

  @Test
  void aClientThatHangsUpIsNoticedAndItsPlaceIsFree() throws Exception {
    HttpLimits two =
        new HttpLimits(
            8192,
            1 << 20,
            2,
            8,
            64,
            2,
            16,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    try (TestServer server = new TestServer(two, Optional.empty());
        RawClient first = subscribe(server);
        RawClient second = subscribe(server);
        RawClient third = server.raw().send(ASK)) {
      assertThat(third.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 429")
          .contains("Retry-After: 15");
      AtomicInteger ended = new AtomicInteger();
      server.sinks.get(0).onEnd(ended::incrementAndGet);
      first.abort();
      await().until(() -> !server.sinks.get(0).send(": heartbeat\n\n"));
      assertThat(ended).hasValue(1);
      try (RawClient fourth = subscribe(server)) {
        server.sinks.get(2).send("data: here\n\n");
        fourth.readUntil("data: here\n\n");
      }
      server.sinks.get(1).send("data: still here\n\n");
      second.readUntil("data: still here\n\n");
    }
  }

  @Test
  void aClientThatReadsTooSlowlyIsDroppedAndTheOthersNoticeNothing() throws Exception {
    try (TestServer server = new TestServer();
        RawClient slow = subscribe(server);
        RawClient quick = subscribe(server)) {
      EventSink toSlow = server.sinks.get(0);
      EventSink toQuick = server.sinks.get(1);
      String large = "data: " + "x".repeat(64 << 10) + "\n\n";
      List<Integer> sent = new ArrayList<>();
      while (toSlow.send(large)) { // until the sockets' buffers and the backlog are full
        sent.add(1);
        assertThat(sent).hasSizeLessThan(10_000);
      }
      assertThat(sent).hasSizeGreaterThan(HttpLimits.DEFAULT.streamBacklog());
      toQuick.send("data: on time\n\n");
      quick.readUntil("data: on time\n\n");
      assertThat(slow.readToEnd()).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void closingTheServerDoesNotWaitForIdleClients() throws Exception {
    TestServer server = new TestServer();
    try (RawClient stream = subscribe(server);
        RawClient idle = server.raw()) {
      idle.send("GET /hello/you HTTP/1.1\r\nHost: localhost\r\n\r\n");
      idle.readUntil("you");
      server.close();
      stream.readUntil("0\r\n\r\n");
      idle.readToEnd();
      assertThat(server.server.connections()).isZero();
    }
  }
}
