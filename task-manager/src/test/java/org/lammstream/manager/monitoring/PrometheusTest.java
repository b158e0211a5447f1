package org.lammstream.manager.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SystemTool;
import org.lammstream.manager.metrics.MeteredWorker;
import org.lammstream.manager.metrics.PredictionMeters;
import org.lammstream.manager.metrics.PredictionMeters.Input;
import org.lammstream.manager.metrics.PredictionMeters.Outcome;

/** Debian's Prometheus scrapes a real worker: rules load, alerts fire, no panel is empty. */
class PrometheusTest {
  private static final String PACKAGE = "prometheus";
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  @Test
  void theRulesAreValidAndPassTheirTests() throws Exception {
    Path promtool = SystemTool.require("promtool", PACKAGE);
    assertThat(run(promtool, "check", "rules", MonitoringFiles.RULES)).contains("SUCCESS");
    assertThat(run(promtool, "test", "rules", MonitoringFiles.RULE_TESTS)).contains("SUCCESS");
    assertThat(run(promtool, "check", "config", "--syntax-only", MonitoringFiles.PROMETHEUS))
        .contains("SUCCESS");
  }

  @Test
  void noQueryOfTheDashboardsIsEmptyOverARealRun(@TempDir Path folder) throws Exception {
    Path program = SystemTool.require("prometheus", PACKAGE);
    try (MeteredWorker worker = new MeteredWorker(folder);
        MetricsEndpoint endpoint = MetricsEndpoint.serve(worker.metrics::scrape);
        PrometheusServer prometheus = PrometheusServer.start(program, folder, endpoint.address())) {
      await()
          .atMost(60, SECONDS)
          .until(() -> prometheus.query("lamm_ready == 1 and lamm_task_running == 0").size() == 1);
      ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor();
      try {
        predictSteadily(clients, worker.metrics.predictions());
        worker.learn("one", "apple", "pear");
        worker.learnTwice("two", "plum");
        worker.store.setAlias(MeteredWorker.LEARNER, "champion", 2);
        worker.poison();
        worker.learn("three", "fig");
        worker.store.setAlias(MeteredWorker.LEARNER, "champion", 1); // a rollback
        await().atMost(120, SECONDS).untilAsserted(() -> assertThat(empty(prometheus)).isEmpty());
        await()
            .atMost(60, SECONDS)
            .until(
                () ->
                    prometheus
                            .query("ALERTS{alertname='LammDeadLetters', alertstate='firing'}")
                            .size()
                        == 1);
      } finally {
        clients.shutdownNow();
      }
      assertThat(problems(prometheus)).isEmpty();
      assertThat(prometheus.query("ALERTS{alertname!='LammDeadLetters', alertstate='firing'}"))
          .as("alerts that a healthy run sets off")
          .isEmpty();
    }
  }

  /** What the server of predictions would tell: some of each kind, slow ones among them. */
  private static void predictSteadily(ScheduledExecutorService clients, PredictionMeters meters) {
    AtomicInteger count = new AtomicInteger();
    ScheduledFuture<?> endsWithTheExecutor =
        clients.scheduleWithFixedDelay(
            () -> {
              int i = count.incrementAndGet();
              Input input = i % 3 == 0 ? Input.FEATURE : Input.IMAGE;
              Outcome outcome = i % 10 == 0 ? Outcome.REFUSED : Outcome.ANSWERED;
              meters.request(input, outcome, Duration.ofMillis(1 + i % 40), 1 + i % 3);
              meters.batch(1 + i % 3);
            },
            0,
            50,
            TimeUnit.MILLISECONDS);
    assertThat(endsWithTheExecutor.isDone()).isFalse();
  }

  /** Queries of panels and variables without an answer. */
  private static List<String> empty(PrometheusServer prometheus) throws Exception {
    List<String> empty = new ArrayList<>();
    for (MonitoringFiles.Query query : MonitoringFiles.queries()) {
      if (!hasNumber(prometheus.query(query.expression()))) {
        empty.add(query.toString());
      }
    }
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      for (JsonNode variable : dashboard.at("/templating/list")) {
        Matcher query = LABEL_VALUES.matcher(variable.get("definition").asText());
        assertThat(query.matches()).as(variable.get("name").asText()).isTrue();
        String values = "group by (%s) (%s)".formatted(query.group(2), query.group(1));
        if (!hasNumber(prometheus.query(values))) {
          empty.add(values);
        }
      }
    }
    return empty;
  }

  private static boolean hasNumber(JsonNode series) {
    for (JsonNode one : series) {
      if (!one.get("value").get(1).asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  /** Rules that Prometheus could not evaluate, or has not. */
  private static List<String> problems(PrometheusServer prometheus) throws Exception {
    List<String> problems = new ArrayList<>();
    int rules = 0;
    for (JsonNode group : prometheus.ruleGroups()) {
      for (JsonNode rule : group.get("rules")) {
        rules++;
        if (!rule.get("health").asText().equals("ok")) {
          problems.add(rule.toString());
        }
      }
    }
    assertThat(rules).isEqualTo(MonitoringFiles.alerts().size());
    return problems;
  }

  private static String run(Path program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
