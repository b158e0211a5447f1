package org.lammstream.manager.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said about rules and dashboards without running anything. */
class MonitoringFilesTest {
  private static final Pattern OUR_METRIC = Pattern.compile("\\blamm_[a-z_]+");
  private static final String SERIES = "(_bucket|_count|_sum|_max)$";

  @Test
  void rulesAndDashboardsNameOnlyMetricsThatTheDocumentationLists() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    Set<String> known = new HashSet<>();
    Matcher listed = Pattern.compile("\\| `(lamm_[a-z_]+)` \\|").matcher(page);
    while (listed.find()) {
      known.add(listed.group(1));
    }
    Set<String> used = new TreeSet<>();
    List<String> expressions = new ArrayList<>();
    MonitoringFiles.queries().forEach(query -> expressions.add(query.expression()));
    MonitoringFiles.alerts().forEach(alert -> expressions.add(alert.get("expr").asText()));
    for (String expression : expressions) {
      Matcher metric = OUR_METRIC.matcher(expression);
      while (metric.find()) {
        String name = metric.group();
        used.add(known.contains(name) ? name : name.replaceFirst(SERIES, ""));
      }
    }
    assertThat(used).hasSizeGreaterThan(40);
    assertThat(known).containsAll(used);
  }

  @Test
  void dashboardsHaveFixedUidsAndTheProvisionedSourceOfData() {
    JsonNode source = MonitoringFiles.yaml(MonitoringFiles.DATASOURCES).get("datasources").get(0);
    assertThat(MonitoringFiles.dashboards())
        .extracting(dashboard -> dashboard.get("uid").asText())
        .containsExactly("lamm-learning", "lamm-runtime");
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      List<JsonNode> sources = new ArrayList<>();
      dashboard.get("panels").findValues("datasource").forEach(sources::add);
      dashboard.get("templating").findValues("datasource").forEach(sources::add);
      assertThat(sources)
          .isNotEmpty()
          .allMatch(one -> one.get("uid").asText().equals(source.get("uid").asText()))
          .allMatch(one -> one.get("type").asText().equals(source.get("type").asText()));
    }
  }

  @Test
  void everyPanelIsExplainedHasAUnitAndItsOwnPlace() {
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      Set<Integer> ids = new HashSet<>();
      Set<String> cells = new HashSet<>();
      for (JsonNode panel : dashboard.get("panels")) {
        assertThat(ids.add(panel.get("id").asInt())).as("unique id").isTrue();
        JsonNode at = panel.get("gridPos");
        assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
        for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
          for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
            assertThat(cells.add(x + "," + y)).as("%s overlaps", panel.get("title")).isTrue();
          }
        }
      }
      assertThat(MonitoringFiles.panels(dashboard))
          .allMatch(panel -> panel.path("description").asText().endsWith("."))
          .allMatch(panel -> !panel.at("/fieldConfig/defaults/unit").asText().isEmpty())
          .allMatch(panel -> panel.get("targets").size() > 0);
    }
  }

  @Test
  void everyAlertSaysWhatItMeansAndIsTestedBothWays() {
    JsonNode tests = MonitoringFiles.yaml(MonitoringFiles.RULE_TESTS).get("tests");
    for (JsonNode alert : MonitoringFiles.alerts()) {
      String name = alert.get("alert").asText();
      assertThat(alert.at("/labels/severity").asText()).as(name).isIn("warning", "critical");
      assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/description").asText()).as(name).endsWith(".");
      List<Boolean> fires = new ArrayList<>();
      for (JsonNode test : tests) {
        for (JsonNode check : test.get("alert_rule_test")) {
          if (check.get("alertname").asText().equals(name)) {
            fires.add(check.get("exp_alerts").size() > 0);
          }
        }
      }
      assertThat(fires).as(name + " fires when it should, and not before").contains(true, false);
    }
  }
}
