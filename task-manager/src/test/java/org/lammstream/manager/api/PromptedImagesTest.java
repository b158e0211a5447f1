package org.lammstream.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/** A served learner whose versions see images through prompts of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptedImagesTest {
  private static final String LEARNER = "seeing";
  private static final String PATH = "/api/v1/learners/" + LEARNER;
  private static final Map<String, String> MAPLE =
      Map.of("method", "maple", "views", "1", "epochs", "3", "batch", "4", "lr", "0.05");

  private final ApiKit kit;

  PromptedImagesTest(@TempDir Path folder) {
    kit = new ApiKit(folder);
  }

  @BeforeAll
  void teach() throws Exception {
    kit.teacher.teach(LEARNER, "one", MAPLE, "apple", "pear");
    kit.teacher.teach(LEARNER, "two", "fig");
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void eachVersionScoresAnImageAsItSeesIt() throws Exception {
    byte[] image = kit.teacher.image("test", "pear", 1);
    HttpResponse<String> answer =
        kit.send("POST", PATH + "/predict?version=1&version=2&top=9", "image/png", image);
    JsonNode results = ApiKit.read(answer).get("predictions").get(0).get("results");
    assertThat(results).hasSize(2);
    for (int number = 1; number <= 2; number++) {
      Version version = kit.store.version(LEARNER, number);
      int d = kit.model.dimension();
      float[] tests = kit.store.seenTests(LEARNER, number).orElseThrow().features().get(0);
      float[] seen = Arrays.copyOfRange(tests, 3 * d, 4 * d);
      JsonNode classes = results.get(number - 1).get("classes");
      assertThat(classes).hasSize(number + 1);
      for (JsonNode scored : classes) {
        assertThat(scored.get("score").asDouble())
            .isCloseTo(cosine(version, scored.get("name").asText(), seen), within(1e-5));
      }
    }
  }

  private static double cosine(Version version, String name, float[] feature) {
    float[] text =
        version.classes().stream()
            .filter(entry -> entry.name().equals(name))
            .map(ClassEmbedding::textFeature)
            .findFirst()
            .orElseThrow();
    double sum = 0;
    for (int i = 0; i < text.length; i++) {
      sum += (double) text[i] * feature[i];
    }
    return sum;
  }

  @Test
  void aVersionOfSeveralNamesIsAskedOnce() throws Exception {
    byte[] image = kit.teacher.image("test", "pear", 1);
    HttpResponse<String> answer =
        kit.send(
            "POST",
            PATH + "/predict?version=2&version=1&version=head&version=champion",
            "image/png",
            image);
    JsonNode results = ApiKit.read(answer).get("predictions").get(0).get("results");
    assertThat(results.findValuesAsText("version")).containsExactly("2", "1", "2", "2");
    assertThat(results.get(2).get("classes")).isEqualTo(results.get(0).get("classes"));
    assertThat(results.get(1).get("classes")).isNotEqualTo(results.get(0).get("classes"));
  }

  @Test
  void severalImagesAreAnsweredByTheirNames() throws Exception {
    HttpResponse<String> answer =
        kit.form(
            PATH + "/predict",
            Map.of(
                "image#1", kit.teacher.image("test", "apple", 0),
                "image#2", kit.teacher.image("test", "fig", 0)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ApiKit.read(answer).get("predictions")).hasSize(2);
  }

  @Test
  void aFeatureIsRefusedForNobodyKnowsWhichPromptsMadeIt() throws Exception {
    String one = "1" + ", 0".repeat(kit.model.dimension() - 1);
    HttpResponse<String> answer =
        kit.json("POST", PATH + "/predict", "{\"features\": [[" + one + "]]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("sees images through prompts of its own: send images");
  }

  @Test
  void thePagesOfTheLearnerAreServed() throws Exception {
    for (String page :
        List.of("", "/versions/2", "/versions/2/classes", "/versions/2/confusions")) {
      assertThat(kit.get(PATH + page).statusCode()).as("page '%s'", page).isEqualTo(200);
    }
    assertThat(kit.json(PATH).get("averageIncrementalAccuracy").isNumber()).isTrue();
  }
}
