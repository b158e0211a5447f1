package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What compose.yaml says, against the program, the Dockerfile and the files beside it. */
class ComposeFileTest {
  /** Keys of a service that the specification knows and this project uses. */
  private static final Set<String> KEYS =
      Set.of(
          "image",
          "build",
          "command",
          "environment",
          "volumes",
          "ports",
          "depends_on",
          "healthcheck",
          "restart",
          "read_only",
          "tmpfs",
          "cap_drop",
          "security_opt",
          "secrets",
          "stop_grace_period",
          "mem_limit",
          "profiles");

  @Test
  void theFileHasTheShapeOfTheSpecification() {
    JsonNode compose = Containers.compose();
    List<String> top = new ArrayList<>();
    compose.fieldNames().forEachRemaining(top::add);
    assertThat(top)
        .filteredOn(key -> !key.startsWith("x-"))
        .containsExactlyInAnyOrder("name", "services", "volumes", "secrets");
    Containers.services()
        .forEach(
            (name, service) -> {
              assertThat(KEYS).as(name).containsAll(fields(service));
              for (String list : List.of("volumes", "ports", "cap_drop", "secrets", "tmpfs")) {
                assertThat(service.path(list).isMissingNode() || service.get(list).isArray())
                    .as("%s: %s", name, list)
                    .isTrue();
              }
              service
                  .path("environment")
                  .properties()
                  .forEach(
                      entry ->
                          assertThat(entry.getValue().isTextual())
                              .as("%s: %s is a text", name, entry.getKey())
                              .isTrue());
            });
  }

  @Test
  void everyImageIsPinned() {
    Containers.services()
        .forEach(
            (name, service) ->
                assertThat(service.path("image").asText())
                    .as(name)
                    .matches("[a-z0-9./-]+:v?\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void everyMountIsAFolderOfTheRepositoryOrADeclaredVolume() {
    Set<String> declared = fields(Containers.compose().get("volumes"));
    Set<String> used = new HashSet<>();
    Containers.services()
        .forEach(
            (name, service) ->
                service
                    .path("volumes")
                    .forEach(
                        volume -> {
                          String source =
                              volume
                                  .asText()
                                  .replaceAll("\\$\\{\\w+:-([^}]*)}", "$1")
                                  .split(":", 2)[0];
                          if (source.startsWith(".")) {
                            assertThat(Containers.DOCKER.resolve(source)).as(name).exists();
                            assertThat(volume.asText()).as(name).endsWith(":ro");
                          } else {
                            used.add(source);
                          }
                        }));
    assertThat(used).isEqualTo(declared);
  }

  @Test
  void whoWaitsForHealthWaitsForSomebodyWhoHasIt() {
    Map<String, JsonNode> services = Containers.services();
    services.forEach(
        (name, service) ->
            service
                .path("depends_on")
                .properties()
                .forEach(
                    dependency -> {
                      JsonNode other = services.get(dependency.getKey());
                      assertThat(other).as(name + " waits for " + dependency.getKey()).isNotNull();
                      assertThat(dependency.getValue().get("condition").asText())
                          .isEqualTo("service_healthy");
                      assertThat(other.has("build") || other.has("healthcheck")).isTrue();
                      assertThat(other.at("/healthcheck/disable").asBoolean()).isFalse();
                    }));
  }

  @Test
  void everyVariableOfOursIsAnOptionOfItsCommandAndNoneIsMissing() {
    CommandLine commands =
        LammCli.commands(
            new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                Map.of()));
    Containers.ours()
        .forEach(
            (name, service) -> {
              CommandLine command =
                  commands.getSubcommands().get(service.get("command").get(0).asText());
              assertThat(command).as(name + ": " + service.get("command")).isNotNull();
              Set<String> known = new TreeSet<>();
              Set<String> required = new TreeSet<>();
              command
                  .getCommandSpec()
                  .options()
                  .forEach(
                      option -> {
                        known.add(variable(option.longestName()));
                        if (option.required()) {
                          required.add(variable(option.longestName()));
                        }
                      });
              Set<String> given = fields(service.get("environment"));
              assertThat(known).as(name).containsAll(given);
              assertThat(given).as(name).containsAll(required);
            });
  }

  @Test
  void portsAgreeBetweenProgramImagePrometheusAndKafka() throws IOException {
    Map<String, JsonNode> services = Containers.services();
    Set<String> serving = new TreeSet<>();
    Containers.ours()
        .forEach(
            (name, service) -> {
              if (service.at("/environment/LAMM_HTTP").isTextual()) {
                assertThat(service.at("/environment/LAMM_HTTP").asText())
                    .isEqualTo("0.0.0.0:" + Containers.dockerfile("EXPOSE").get(0));
                serving.add(name + ":8080");
              }
              assertThat(service.at("/environment/LAMM_BOOTSTRAP").asText())
                  .isEqualTo("kafka:9092");
            });
    assertThat(Containers.service("kafka").at("/environment/KAFKA_ADVERTISED_LISTENERS").asText())
        .contains("INTERNAL://kafka:9092");
    Set<String> scraped = new TreeSet<>();
    YAMLMapper yaml = new YAMLMapper();
    yaml.readTree(Containers.DOCKER.resolve("prometheus/prometheus.yml").toFile())
        .get("scrape_configs")
        .forEach(
            job ->
                job.get("static_configs")
                    .forEach(one -> one.get("targets").forEach(at -> scraped.add(at.asText()))));
    assertThat(scraped).containsAll(serving).hasSize(serving.size() + 1);
    assertThat(
            yaml.readTree(
                    Containers.DOCKER
                        .resolve("grafana/provisioning/datasources/prometheus.yml")
                        .toFile())
                .at("/datasources/0/url")
                .asText())
        .isEqualTo("http://prometheus:9090");
    Set<String> published = new HashSet<>();
    services.forEach(
        (name, service) ->
            service
                .path("ports")
                .forEach(
                    port -> {
                      assertThat(port.asText()).as(name).matches("127\\.0\\.0\\.1:\\d+:\\d+");
                      assertThat(published.add(port.asText().split(":", 3)[1])).as(name).isTrue();
                    }));
  }

  @Test
  void containersOfOursAreLockedDown() {
    Containers.ours()
        .forEach(
            (name, service) -> {
              assertThat(service.get("read_only").asBoolean()).as(name).isTrue();
              assertThat(service.get("cap_drop").get(0).asText()).as(name).isEqualTo("ALL");
              assertThat(service.get("security_opt").get(0).asText())
                  .isEqualTo("no-new-privileges:true");
              assertThat(service.get("tmpfs").get(0).asText()).startsWith("/tmp:exec");
            });
  }

  @Test
  void whoeverServesHasTheTokenAndPrometheusShowsIt() throws IOException {
    String secret = fields(Containers.compose().get("secrets")).iterator().next();
    Containers.ours()
        .forEach(
            (name, service) -> {
              if (service.at("/environment/LAMM_HTTP").isTextual()) {
                assertThat(service.at("/environment/LAMM_HTTP_TOKEN_FILE").asText())
                    .isEqualTo("/run/secrets/" + secret);
                assertThat(service.get("secrets").get(0).asText()).isEqualTo(secret);
              }
            });
    assertThat(Containers.service("prometheus").get("secrets").get(0).asText()).isEqualTo(secret);
    assertThat(Files.readString(Containers.DOCKER.resolve("prometheus/prometheus.yml")))
        .contains("credentials_file: /run/secrets/" + secret);
    assertThat(Files.readString(Path.of("..", ".gitignore"))).contains("docker/secrets/");
  }

  @Test
  void workersShareStoresWithNobodyAndTheDemosLearnersAmongThem() {
    assertThat(Containers.service("worker-1").get("volumes").get(0).asText())
        .isNotEqualTo(Containers.service("worker-2").get("volumes").get(0).asText());
    JsonNode demo = Containers.service("demo-tasks");
    assertThat(demo.get("profiles").get(0).asText()).isEqualTo("demo");
    int partitions = demo.at("/environment/LAMM_PARTITIONS").asInt();
    assertThat(Containers.service("worker-1").at("/environment/LAMM_PARTITIONS").asInt())
        .isEqualTo(partitions);
    Set<Integer> taken = new HashSet<>();
    for (String learner : demo.at("/environment/LAMM_LEARNER").asText().split(",", -1)) {
      taken.add(
          BuiltInPartitioner.partitionForKey(learner.getBytes(StandardCharsets.UTF_8), partitions));
    }
    assertThat(taken).as("one learner per partition").hasSize(partitions);
  }

  private static String variable(String option) {
    return "LAMM_" + option.replaceFirst("^--?", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
