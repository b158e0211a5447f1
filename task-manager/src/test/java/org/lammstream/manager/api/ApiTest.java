package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.Version;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.TaskEvent;

/** That what is served is what is so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
  private final ApiKit kit;

  ApiTest(@TempDir Path folder) {
    kit = new ApiKit(folder);
  }

  @BeforeAll
  void teach() throws Exception {
    kit.taught();
  }

  @AfterAll
  void close() {
    kit.close();
  }

  private LearnerHistory history() {
    return LearnerHistory.of(kit.store, ApiKit.LEARNER);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void aLearnersNumbersAreThoseOfItsHistory() throws Exception {
    JsonNode learner = kit.json(ApiKit.PATH);
    AccuracyMatrix matrix = history().matrix();
    Metrics metrics = Metrics.of(matrix);
    assertThat(learner.get("classes").asInt()).isEqualTo(5);
    assertThat(learner.get("lastAccuracy").asDouble()).isEqualTo(metrics.lastAccuracy());
    assertThat(learner.get("averageIncrementalAccuracy").asDouble())
        .isCloseTo(metrics.averageIncrementalAccuracy(), within(1e-12));
    assertThat(learner.get("forgetting").asDouble()).isCloseTo(metrics.forgetting(), within(1e-12));
    assertThat(learner.get("metrics").get("forwardTransfer").asDouble())
        .isEqualTo(metrics.forwardTransfer());
    List<Double> zeroShot = history().evaluator().zeroShot().curve();
    for (int row = 1; row <= 3; row++) {
      JsonNode curves = learner.get("curves");
      assertThat(curves.get("average").get(row - 1).asDouble())
          .isEqualTo(matrix.averageOverSeen(row));
      assertThat(curves.get("newClasses").get(row - 1).asDouble())
          .isEqualTo(matrix.accuracy(row, row));
      assertThat(curves.get("zeroShot").get(row - 1).asDouble()).isEqualTo(zeroShot.get(row - 1));
      for (int column = 1; column <= 3; column++) {
        assertThat(learner.get("accuracyMatrix").get(row).get(column - 1).asDouble())
            .isEqualTo(matrix.accuracy(row, column));
      }
    }
    assertThat(learner.get("curves").get("oldClasses").get(0).isNull()).isTrue();
    assertThat(learner.get("zeroShotLast").asDouble()).isEqualTo(zeroShot.get(2));
    assertThat(learner.get("tasks").get(2).get("testExamples").asInt()).isEqualTo(4);
    JsonNode summary = kit.json("/api/v1/learners").get("learners").get(0);
    assertThat(summary.get("name").asText()).isEqualTo(ApiKit.LEARNER);
    assertThat(summary.get("tasks").asInt()).isEqualTo(3);
  }

  @Test
  void classesAndConfusionsCountTheSameExamples() throws Exception {
    JsonNode classes = kit.json(ApiKit.PATH + "/versions/3/classes").get("classes");
    JsonNode pairs = kit.json(ApiKit.PATH + "/versions/3/confusions").get("pairs");
    AccuracyMatrix matrix = history().matrix();
    int wrong = 0;
    for (int column = 1; column <= 3; column++) {
      wrong += matrix.total(3, column) - matrix.correct(3, column);
    }
    int taken = 0;
    for (JsonNode one : classes) {
      taken += one.get("takenBy").findValues("count").stream().mapToInt(JsonNode::asInt).sum();
      assertThat(one.get("examples").asInt()).isEqualTo(2);
      assertThat(one.get("featureDrift").asDouble()).isBetween(0.0, 2.0);
    }
    assertThat(taken).isEqualTo(wrong);
    assertThat(pairs.findValues("count").stream().mapToInt(JsonNode::asInt).sum()).isEqualTo(wrong);
    assertThat(classes.get(4).get("embeddingDrift").asDouble()).isZero(); // learned just now
    assertThat(classes.get(0).get("embeddingDrift").asDouble()).isPositive();
    JsonNode diff = kit.json(ApiKit.PATH + "/diff?from=1&to=3");
    assertThat(texts(diff.get("added"))).containsExactly("plum", "fig", "kiwi");
    assertThat(diff.get("drift").get(0).get("labelEmbedding").asDouble())
        .isEqualTo(classes.get(0).get("embeddingDrift").asDouble());
  }

  @Test
  void aVersionTellsWhereItComesFrom() throws Exception {
    JsonNode version = kit.json(ApiKit.PATH + "/versions/2");
    Version stored = kit.store.version(ApiKit.LEARNER, 2);
    assertThat(version.get("sha256").asText()).isEqualTo(stored.embeddingsSha256());
    assertThat(version.get("parent").asInt()).isEqualTo(1);
    assertThat(version.get("createdAt").asText()).isEqualTo(stored.createdAt().toString());
    assertThat(version.get("provenance").get("checkpointSha256").asText())
        .isEqualTo(kit.model.sha256());
    assertThat(version.get("accuracies").findValuesAsText("task")).containsExactly("one", "two");
  }

  @Test
  void predictionsFollowTheChampionAtOnce() throws Exception {
    byte[] image = kit.teacher.image("test", "plum", 0);
    for (int number : new int[] {1, 2, 3, 1, 3}) {
      assertThat(
              kit.json("POST", ApiKit.PATH + "/rollback", "{\"version\": " + number + "}")
                  .statusCode())
          .isEqualTo(200);
      HttpResponse<String> answer =
          kit.send("POST", ApiKit.PATH + "/predict?top=9", "image/png", image);
      JsonNode result = ApiKit.read(answer).get("predictions").get(0).get("results").get(0);
      assertThat(result.get("version").asInt()).isEqualTo(number);
      assertThat(texts(result.get("aliases"))).contains("champion");
      assertThat(result.get("classes")).hasSize(new int[] {2, 3, 5}[number - 1]);
    }
  }

  @Test
  void everyFourthImageIsHeldOutWhereAClassBringsNoTests() throws Exception {
    byte[] image = kit.teacher.image("train", "fig", 1);
    byte[] test = kit.teacher.image("test", "fig", 1);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (int i = 1; i <= 9; i++) {
      parts.put("train/rote Beete#" + i, image);
    }
    for (int i = 1; i <= 3; i++) {
      parts.put("train/few#" + i, image);
    }
    for (int i = 1; i <= 5; i++) {
      parts.put("train/tested#" + i, image);
    }
    parts.put("test/tested", test);
    parts.put("configuration", "{\"epochs\": 7, \"old\": \"frozen\"}".getBytes(UTF_8));
    HttpResponse<String> answer = kit.form(ApiKit.PATH + "/tasks", parts);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode accepted = ApiKit.read(answer);
    TaskEvent event = kit.published.get(kit.publishedIds.indexOf(accepted.get("eventId").asText()));
    assertThat(event.learner()).isEqualTo(ApiKit.LEARNER);
    assertThat(event.classes()).containsExactly("rote Beete", "few", "tested");
    assertThat(event.task()).isEqualTo("rote Beete, few, tested");
    assertThat(event.configuration()).containsEntry("epochs", "7").containsEntry("old", "frozen");
    assertThat(labels(event.train())).containsOnlyKeys("rote Beete", "few", "tested");
    assertThat(labels(event.train())).containsEntry("rote Beete", 7L).containsEntry("few", 3L);
    assertThat(labels(event.train())).containsEntry("tested", 5L);
    assertThat(labels(event.test())).containsOnlyKeys("rote Beete", "tested");
    assertThat(labels(event.test())).containsEntry("rote Beete", 2L).containsEntry("tested", 1L);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(kit.json(location).get("status").asText()).isEqualTo("queued");
  }

  private static Map<String, Long> labels(List<Example> examples) {
    return examples.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                Example::label, java.util.stream.Collectors.counting()));
  }

  @Test
  void whatAWorkerWouldRefuseIsRefusedBeforeItIsPublished() throws Exception {
    byte[] image = kit.teacher.image("train", "fig", 1);
    int before = kit.published.size();
    refuse(Map.of("train/fig", image), 409, "train/fig");
    refuse(Map.of("train/new", image, "task", "one".getBytes(UTF_8)), 409, "task");
    refuse(Map.of("train/new", "no image".getBytes(UTF_8)), 422, "train/new");
    refuse(Map.of("train/", image), 400, "train/");
    refuse(Map.of("test/new", image), 400, "test/new");
    refuse(Map.of("image", image), 400, "image");
    refuse(
        Map.of("train/new", image, "configuration", "{\"epoch\": 1}".getBytes(UTF_8)),
        400,
        "configuration");
    refuse(Map.of("train/new", image, "configuration", "[]".getBytes(UTF_8)), 400, "configuration");
    refuse(Map.of("train/" + "x".repeat(300), image), 422, "");
    assertThat(kit.published).hasSize(before);
  }

  @Test
  void imagesOfAKnownClassAreTakenWhereTheSettingsSayThatTheyRefineIt() throws Exception {
    byte[] image = kit.teacher.image("train", "fig", 1);
    byte[] refine = "{\"existing\": \"refine\"}".getBytes(UTF_8);
    HttpResponse<String> answer =
        kit.form(
            ApiKit.PATH + "/tasks",
            Map.of("train/fig", image, "train/new", image, "configuration", refine));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    TaskEvent event =
        kit.published.get(kit.publishedIds.indexOf(ApiKit.read(answer).get("eventId").asText()));
    assertThat(event.classes()).containsExactlyInAnyOrder("fig", "new");
    assertThat(event.configuration()).containsEntry("existing", "refine");
    byte[] frozen = "{\"existing\": \"refine\", \"old\": \"frozen\"}".getBytes(UTF_8);
    refuse(Map.of("train/fig", image, "configuration", frozen), 409, "train/fig");
  }

  private void refuse(Map<String, byte[]> parts, int status, @Nullable String field)
      throws Exception {
    HttpResponse<String> answer = kit.form(ApiKit.PATH + "/tasks", parts);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(ApiKit.read(answer).path("field").asText("")).isEqualTo(field);
  }

  @Test
  void aLearnerMayBeginWithAPublishedTask() throws Exception {
    byte[] image = kit.teacher.image("train", "fig", 1);
    assertThat(kit.form("/api/v1/learners/new%20one/tasks", Map.of("train/x", image)).statusCode())
        .isEqualTo(202);
    assertThat(kit.get("/api/v1/learners/new%20one").statusCode()).isEqualTo(404);
  }
}
