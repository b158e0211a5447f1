package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.TlsKeys;

/** The commands against a broker with SASL_SSL. Whatever happens, no password is seen. */
class GuardedBrokerTest {
  private static final String WRONG = "wrong-pass-1234";

  @TempDir private static Path shared;
  private static GuardedBroker broker;

  private final HeardLogs logs = new HeardLogs();
  private final Path folder;

  GuardedBrokerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start() throws Exception {
    broker = new GuardedBroker(shared);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void nothingSecretIsLogged() {
    logs.close();
    assertThat(logs.text()).contains("org.apache.kafka");
    assertNoSecret(logs.text());
  }

  @Test
  void withTheRightPasswordATaskIsPublishedAndLearned() throws Exception {
    Path client = broker.clientFile(GuardedBroker.PASSWORD);
    Terminal published = lamm(publish("--kafka-config", client));
    assertNoSecret(published);
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.out()).contains("published task-01: 2 classes");

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    // The login on the command line, the rest in the file.
    Object[] worker =
        worker(
            "--verbose",
            "--kafka-config",
            broker.clientFile(),
            "--kafka",
            "sasl.jaas.config=" + GuardedBroker.login(GuardedBroker.PASSWORD));
    Thread working =
        new Thread(
            () ->
                LammCli.run(
                    new Console(
                        new PrintWriter(out, true), new PrintWriter(err, true), false, Map.of()),
                    Arrays.stream(worker).map(Object::toString).toList()));
    working.start();
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> out.toString().contains("version 1") || !working.isAlive());
    } finally {
      working.interrupt();
      working.join();
    }
    assertThat(out.toString()).as(err.toString()).contains("guarded version 1: task task-01");
    assertNoSecret(out.toString());
    assertNoSecret(err.toString());
  }

  @Test
  void theDoctorShowsTheSettingsWithoutTheSecrets() throws Exception {
    Terminal seen =
        lamm(
            "doctor",
            "--bootstrap",
            broker.bootstrap(),
            "--kafka-config",
            broker.clientFile(GuardedBroker.PASSWORD));
    assertNoSecret(seen);
    assertThat(seen.code()).as(seen.out()).isZero();
    assertThat(seen.out())
        .contains("sasl.jaas.config=[hidden]", "ssl.truststore.password=[hidden]")
        .contains("security.protocol=SASL_SSL", ", cluster ");
  }

  @Test
  void aWrongPasswordIsALineAboutTheLogin() throws Exception {
    Path client = broker.clientFile(WRONG);
    String[] words = {"refuses the login", "Authentication failed", broker.bootstrap()};
    assertRefused(lamm(publish("--kafka-config", client)), words);
    assertRefused(lamm(worker("--kafka-config", client)), words);
    assertRefused(lamm(record("--kafka-config", client)), words);
    assertUnwell(lamm(doctor("--kafka-config", client)), words);
  }

  @Test
  void aWrongPasswordOnTheCommandLineIsNotRepeated() throws Exception {
    Object[] options = {
      "--kafka-config",
      broker.clientFile(),
      "--kafka",
      "sasl.jaas.config=" + GuardedBroker.login(WRONG)
    };
    assertRefused(lamm(publish(options)), "refuses the login");
    assertRefused(lamm(worker(options)), "refuses the login");
    assertUnwell(lamm(doctor(options)), "refuses the login", "sasl.jaas.config=[hidden]");
  }

  @Test
  void aWrongPasswordIsNotInAStackTraceEither() throws Exception {
    Terminal seen = lamm(publish("--verbose", "--kafka-config", broker.clientFile(WRONG)));
    assertNoSecret(seen);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.err()).contains("refuses the login", "SaslAuthenticationException");
  }

  @Test
  void anUntrustedBrokerIsALineAboutTls() throws Exception {
    Object[] options = {
      "--kafka-config",
      broker.distrustfulClientFile(),
      "--kafka",
      "sasl.jaas.config=" + GuardedBroker.login(GuardedBroker.PASSWORD)
    };
    String[] words = {"no TLS connection to the broker", "unable to find valid certification path"};
    assertRefused(lamm(publish(options)), words);
    assertRefused(lamm(worker(options)), words);
    assertUnwell(lamm(doctor(options)), words);
  }

  @Test
  void settingsThatNoClientCanBeMadeFromAreALine() throws Exception {
    Path client = broker.clientFile();
    assertRefused(
        lamm(
            publish(
                "--kafka-config",
                client,
                "--kafka",
                "sasl.jaas.config=" + GuardedBroker.login(WRONG).replace(" required", ""))),
        "the Kafka client cannot be set up");
    assertRefused(
        lamm(
            publish(
                "--kafka-config",
                broker.clientFile(GuardedBroker.PASSWORD),
                "--kafka",
                "ssl.truststore.password=" + WRONG)),
        "the Kafka client cannot be set up",
        "password was incorrect");
    assertRefused(
        lamm(
            publish(
                "--kafka-config",
                broker.clientFile(WRONG),
                "--kafka",
                "ssl.truststore.location=/nowhere")),
        "the Kafka client cannot be set up",
        "/nowhere");
  }

  /** A shell takes a login without quotes apart, and what it leaves over is complained about. */
  @Test
  void aSecretInAnOptionThatIsNotUnderstoodIsNotRepeated() throws Exception {
    Terminal parts =
        lamm(
            publish(
                "--kafka",
                "sasl.jaas.config=Module",
                "required",
                "username=lamm",
                "password=" + WRONG + ";"));
    assertNoSecret(parts);
    assertThat(parts.code()).isEqualTo(2);
    assertThat(parts.err()).contains("'required'", "password=[hidden]");
    Terminal bare = lamm(publish("--kafka", WRONG));
    assertNoSecret(bare);
    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.err()).contains("--kafka", "KEY=VALUE");
    lamm(doctor("--kafka-config", broker.clientFile()));
  }

  private Object[] publish(Object... more) {
    Path images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "pear"), 2, 1);
    return join(more, "publish", "--learner", "guarded", "--images", images, "--shots", 2);
  }

  private Object[] worker(Object... more) {
    return join(
        more,
        "worker",
        "--checkpoint",
        Fixtures.path("tiny_clip"),
        "--store",
        folder.resolve("store"),
        "--set",
        "epochs=2");
  }

  private Object[] record(Object... more) {
    return join(
        more, "record", "--learner", "guarded", "--output", folder.resolve("sequence.jsonl"));
  }

  private static Object[] doctor(Object... more) {
    return join(more, "doctor");
  }

  private static Object[] join(Object[] more, Object... first) {
    return Stream.of(first, new Object[] {"--bootstrap", broker.bootstrap()}, more)
        .flatMap(Arrays::stream)
        .toArray();
  }

  private static void assertRefused(Terminal seen, String... words) {
    assertNoSecret(seen);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).hasSize(1);
    assertThat(seen.err()).contains(words).doesNotContain("no Kafka broker answers");
  }

  private static void assertUnwell(Terminal seen, String... words) {
    assertNoSecret(seen);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.err()).isEmpty();
    assertThat(seen.out()).contains("PROBLEM").contains(words);
    assertThat(seen.out()).doesNotContain("no Kafka broker answers", "\tat ");
  }

  private static void assertNoSecret(Terminal seen) {
    assertNoSecret(seen.out());
    assertNoSecret(seen.err());
  }

  private static void assertNoSecret(String text) {
    assertThat(text).doesNotContain(GuardedBroker.PASSWORD, WRONG, TlsKeys.PASSWORD);
  }
}
