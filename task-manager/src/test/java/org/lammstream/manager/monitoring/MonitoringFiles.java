package org.lammstream.manager.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files under {@code docker/prometheus} and {@code docker/grafana}. */
final class MonitoringFiles {
  static final Path DOCKER = Path.of("..", "docker");
  static final Path RULES = DOCKER.resolve("prometheus/rules/lamm.yml");
  static final Path RULE_TESTS = DOCKER.resolve("prometheus/tests/lamm_test.yml");
  static final Path PROMETHEUS = DOCKER.resolve("prometheus/prometheus.yml");
  static final Path DATASOURCES = DOCKER.resolve("grafana/provisioning/datasources/prometheus.yml");
  static final Path DASHBOARDS = DOCKER.resolve("grafana/dashboards");

  private MonitoringFiles() {}

  /** One query of a panel, with Grafana's variables filled in. */
  record Query(String dashboard, String panel, String expression) {
    @Override
    public String toString() {
      return dashboard + " / " + panel + ": " + expression;
    }
  }

  static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All dashboards, by file name. */
  static List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      List<JsonNode> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(new ObjectMapper().readTree(file.toFile()));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Panels of a dashboard that show something, rows left out. */
  static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    dashboard
        .get("panels")
        .forEach(
            panel -> {
              if (!panel.get("type").asText().equals("row")) {
                panels.add(panel);
              }
            });
    return panels;
  }

  /** Every query of every dashboard. */
  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : panels(dashboard)) {
        for (JsonNode target : panel.get("targets")) {
          queries.add(
              new Query(
                  dashboard.get("uid").asText(),
                  panel.get("title").asText(),
                  filled(target.get("expr").asText())));
        }
      }
    }
    return queries;
  }

  /** The rules with a name, that is the alerts. */
  static List<JsonNode> alerts() {
    List<JsonNode> alerts = new ArrayList<>();
    yaml(RULES).get("groups").forEach(group -> group.get("rules").forEach(alerts::add));
    return alerts;
  }

  private static String filled(String expression) {
    return expression
        .replace("$__rate_interval", "20s")
        .replace("$__interval", "5s")
        .replace("$__range", "3m")
        .replace("$learner", ".*")
        .replace("$instance", ".*");
  }
}
