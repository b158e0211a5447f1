package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that are slow, broken or greedy; each time the next honest client is served. */
class HostileClientTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Limits with one short time, so that only this one can be what ended the connection. */
  private static HttpLimits limits(Duration header, Duration body, Duration request) {
    return HttpLimits.DEFAULT.withTimes(header, body, request, LONG);
  }

  private static TestServer server(HttpLimits limits) {
    return new TestServer(limits, Optional.empty());
  }

  private static void assertServes(TestServer server) throws Exception {
    assertThat(server.get("/hello/you").statusCode()).isEqualTo(200);
  }

  @Test
  void headersThatTrickleInAreCutOffAndHoldNoThread() throws Exception {
    try (TestServer server = server(limits(SHORT, LONG, LONG))) {
      List<RawClient> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) { // more than there are threads
        slow.add(server.raw().send("GET /hello/you HTTP/1.1\r\nHost: localhost\r\nX: "));
      }
      assertServes(server);
      for (RawClient client : slow) {
        // A byte every now and then keeps the idle timeout away.
        CompletableFuture<Void> dripping =
            CompletableFuture.runAsync(() -> drip(client), task -> new Thread(task).start());
        assertThat(client.readToEnd()).doesNotContain("200");
        dripping.get(10, TimeUnit.SECONDS);
        client.close();
      }
      await().until(() -> server.server.connections() <= 1);
    }
  }

  private static void drip(RawClient client) {
    try {
      for (int i = 0; i < 200; i++) {
        client.send("x");
        Thread.sleep(20);
      }
    } catch (Exception e) {
      // the server has hung up, as it should
    }
  }

  @Test
  void aBodyThatTricklesInIsAnswered408() throws Exception {
    try (TestServer server = server(limits(LONG, SHORT, LONG));
        RawClient slow = server.raw()) {
      slow.send(post("/echo", "Content-Length: 500") + "some");
      assertServes(server);
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(() -> drip(slow), task -> new Thread(task).start());
      String answer = slow.readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 408").contains("problem:timeout");
      dripping.get(10, TimeUnit.SECONDS);
      assertServes(server);
    }
  }

  @Test
  void aFormThatTricklesInIsAnswered408() throws Exception {
    try (TestServer server = server(limits(LONG, SHORT, LONG));
        RawClient slow = server.raw()) {
      slow.send(
          lines(
              "POST /form HTTP/1.1",
              "Host: localhost",
              "Content-Length: 500",
              "Content-Type: multipart/form-data; boundary=cut",
              "",
              "--cut",
              ""));
      assertThat(slow.readToEnd()).startsWith("HTTP/1.1 408");
      assertServes(server);
    }
  }

  @Test
  void anAnswerThatNobodyReadsIsCutOff() throws Exception {
    try (TestServer server = server(limits(LONG, LONG, SHORT));
        RawClient lazy = server.raw()) {
      lazy.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      lazy.readUntil("\r\n\r\n");
      await().until(() -> server.server.connections() == 0);
      assertServes(server);
    }
  }

  @Test
  void aDeclaredBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
    try (TestServer server = new TestServer();
        RawClient greedy = server.raw()) {
      greedy.send(post("/echo", "Content-Length: 1000000000000"));
      assertThat(greedy.readToEnd()).startsWith("HTTP/1.1 413").contains("Connection: close");
      assertServes(server);
    }
  }

  @Test
  void aBodyWithoutLengthIsRefusedWhenItGrowsTooLarge() throws Exception {
    try (TestServer server = new TestServer();
        RawClient greedy = server.raw()) {
      greedy.send(post("/echo", "Transfer-Encoding: chunked"));
      String chunk = "100\r\n" + "x".repeat(256) + "\r\n";
      greedy.sendIfPossible(chunk.repeat(5).getBytes(ISO_8859_1));
      assertThat(greedy.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 413");
      assertServes(server);
    }
  }

  @Test
  void aClientThatWaitsFor100ContinueIsRefusedWithoutIt() throws Exception {
    try (TestServer server = new TestServer();
        RawClient polite = server.raw();
        RawClient welcome = server.raw()) {
      polite.send(post("/echo", "Content-Length: 5000\r\nExpect: 100-continue"));
      assertThat(polite.readUntil("\r\n")).startsWith("HTTP/1.1 413");
      welcome.send(post("/echo", "Content-Length: 2\r\nExpect: 100-continue"));
      assertThat(welcome.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(welcome.send("ok").readUntil("\r\n")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void hugeHeadersAreRefused() throws Exception {
    try (TestServer server = new TestServer();
        RawClient greedy = server.raw();
        RawClient wordy = server.raw()) {
      greedy.sendIfPossible(
          ("GET /hello/you HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
              .getBytes(ISO_8859_1));
      assertThat(greedy.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 431")
          .contains("application/problem+json");
      wordy.sendIfPossible(
          ("GET /hello/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .getBytes(ISO_8859_1));
      assertThat(wordy.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 414");
      assertServes(server);
    }
  }

  @Test
  void whatIsNoHttpIsRefusedAsAProblem() throws Exception {
    try (TestServer server = new TestServer()) {
      for (String nonsense :
          List.of(
              "HELLO\r\n\r\n",
              "GET /hello/you HTTP/1.1\r\n\r\n",
              "GET /hello/you HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
              "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
              post("/echo", lines("Content-Length: 1", "Transfer-Encoding: chunked")),
              "GET /hello/y%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
              "GET /a/../hello/you HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
        try (RawClient client = server.raw()) {
          String answer = client.send(nonsense).halfClose().readToEnd();
          assertThat(answer).as(nonsense).startsWith("HTTP/1.1 400");
          assertThat(answer).as(nonsense).contains("application/problem+json");
        }
      }
      assertServes(server);
    }
  }

  @Test
  void aHalfClosedClientStillGetsItsAnswer() throws Exception {
    try (TestServer server = new TestServer();
        RawClient half = server.raw();
        RawClient early = server.raw()) {
      half.send(post("/echo", "Content-Length: 2") + "ok").halfClose();
      assertThat(half.readToEnd()).startsWith("HTTP/1.1 200").contains("\"ok\"");
      early.send(post("/echo", "Content-Length: 10") + "ok").halfClose();
      assertThat(early.readToEnd()).doesNotContain("200 OK");
      assertServes(server);
    }
  }

  @Test
  void clientsThatHangUpInTheMiddleLeaveNothingBehind() throws Exception {
    try (TestServer server = new TestServer()) {
      for (int i = 0; i < 50; i++) {
        RawClient client = server.raw();
        client.send(post("/echo", "Content-Length: 500") + "some");
        client.abort();
        RawClient waiting = server.raw();
        waiting.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
        waiting.abort();
      }
      server.gate.countDown();
      await().until(() -> server.server.connections() == 0);
      assertServes(server);
    }
  }

  @Test
  void whenAllWorkersAreBusyAndTheQueueIsFullTheNextIsToldToComeBack() throws Exception {
    HttpLimits narrow = new HttpLimits(8192, 1 << 20, 2, 3, 64, 4, 16, LONG, LONG, LONG, LONG);
    try (TestServer server = server(narrow)) {
      List<RawClient> waiting = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        waiting.add(server.raw().send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      }
      List<RawClient> patient = new ArrayList<>();
      for (RawClient client : waiting) {
        if (client.available()) {
          assertThat(client.readUntil("\r\n\r\n"))
              .startsWith("HTTP/1.1 503")
              .contains("Retry-After: 1");
        } else {
          patient.add(client);
        }
      }
      assertThat(patient).hasSize(5); // two at work, three in the queue
      server.gate.countDown();
      for (RawClient client : patient) {
        assertThat(client.readUntil("\r\n")).contains("200");
      }
      for (RawClient client : waiting) {
        client.close();
      }
      assertServes(server);
    }
  }

  @Test
  void bodiesTogetherTakeNoMoreThanTheirBudget() throws Exception {
    HttpLimits narrow = new HttpLimits(8192, 4096, 2, 8, 64, 4, 16, LONG, LONG, LONG, LONG);
    try (TestServer server = server(narrow)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(server.raw().send(post("/echo", "Content-Length: 1000") + "x"));
        await().until(() -> server.server.connections() == clients.size());
      }
      try (RawClient fifth = server.raw()) {
        fifth.send(post("/echo", "Content-Length: 1000") + "x");
        assertThat(fifth.readUntil("\r\n\r\n"))
            .startsWith("HTTP/1.1 503")
            .contains("Retry-After: 2");
      }
      clients.get(0).send("x".repeat(999));
      assertThat(clients.get(0).readUntil("\r\n")).contains("200");
      await()
          .until(
              () -> {
                try (RawClient next = server.raw()) {
                  next.send(post("/echo", "Content-Length: 2") + "ok");
                  return next.readUntil("\r\n").contains("200");
                }
              });
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private static String post(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n%s\r\n\r\n"
        .formatted(path, headers);
  }
}
