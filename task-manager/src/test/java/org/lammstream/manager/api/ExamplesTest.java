package org.lammstream.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/** Example images against what is counted by hand in the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
  private static final String EXAMPLES = ApiKit.PATH + "/examples";

  private final ApiKit kit;

  ExamplesTest(@TempDir Path folder) {
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

  /** Images of a class that a version takes for another, in order. */
  private List<String> byHand(int version, String truth, String predicted) {
    Version known = kit.store.version(ApiKit.LEARNER, version);
    Classification scores = new Classification(VersionWeights.of(known, kit.model.dimension()));
    List<TestSet> sets = kit.store.testSets(ApiKit.LEARNER, version);
    List<VersionSummary> versions = kit.store.versions(ApiKit.LEARNER);
    List<String> names = new ArrayList<>();
    for (int t = 0; t < sets.size(); t++) {
      TestSet set = sets.get(t);
      int[] best = scores.predict(set.features());
      for (int n = 0; n < best.length; n++) {
        if (set.labels().get(n).equals(truth)
            && known.classes().get(best[n]).name().equals(predicted)) {
          String eventId = versions.get(t).provenance().eventId();
          names.add(kit.thumbnails.name(ApiKit.LEARNER, eventId, n));
        }
      }
    }
    return names;
  }

  @Test
  void exactlyTheImagesThatAreConfusedSoInThatVersionAreShown() throws Exception {
    int confused = 0;
    for (int version = 1; version <= 3; version++) {
      List<String> classes =
          kit.store.version(ApiKit.LEARNER, version).classes().stream()
              .map(ClassEmbedding::name)
              .toList();
      for (String truth : classes) {
        for (String predicted : classes) {
          JsonNode answer =
              kit.json(
                  "%s?class=%s&predicted=%s&version=%d"
                      .formatted(EXAMPLES, truth, predicted, version));
          assertThat(answer.get("version").asInt()).isEqualTo(version);
          List<String> names = new ArrayList<>();
          for (JsonNode one : answer.get("examples")) {
            assertThat(one.get("label").asText()).isEqualTo(truth);
            assertThat(one.get("predicted").asText()).isEqualTo(predicted);
            names.add(one.get("url").asText().replaceFirst(".*/", ""));
          }
          assertThat(names).isEqualTo(byHand(version, truth, predicted));
          confused += truth.equals(predicted) ? 0 : names.size();
        }
      }
    }
    assertThat(confused).isPositive();
  }

  @Test
  void anImageIsAJpegThatMayBeKeptButOnlyByItsReader() throws Exception {
    assertThat(kit.json("/api/v1/info").at("/capabilities/examples").asBoolean()).isTrue();
    JsonNode examples = kit.json(EXAMPLES + "?class=fig&limit=1").get("examples");
    assertThat(examples).hasSize(1);
    HttpResponse<String> image = kit.get(examples.get(0).get("url").asText());
    assertThat(image.statusCode()).isEqualTo(200);
    assertThat(image.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(image.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(image.headers().firstValue("Cache-Control").orElseThrow())
        .startsWith("private")
        .contains("immutable");
  }

  @Test
  void whatIsNotThereIsAProblemOrAnEmptyList() throws Exception {
    assertThat(kit.json(EXAMPLES + "?class=nobody").get("examples")).isEmpty();
    assertThat(kit.json(EXAMPLES + "?class=fig&predicted=nobody").get("examples")).isEmpty();
    assertThat(kit.json(EXAMPLES + "?class=fig&version=1").get("examples")).isEmpty();
    for (String odd : List.of("x", "..%2F..%2FCURRENT", "0".repeat(64) + "-0")) {
      HttpResponse<String> answer = kit.get(EXAMPLES + "/" + odd);
      assertThat(answer.statusCode()).as(odd).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
    }
  }

  @Test
  void aDamagedThumbnailIsNotOffered() throws Exception {
    String url = kit.json(EXAMPLES + "?class=kiwi&limit=1").at("/examples/0/url").asText();
    String[] name = url.replaceFirst(".*/", "").split("-", -1);
    Path thumbnails = kit.store.directory().resolve("thumbnails");
    Path file;
    try (var learners = Files.list(thumbnails)) {
      file = learners.findFirst().orElseThrow().resolve(name[0]).resolve(name[1] + ".jpg");
    }
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.write(file, new byte[100]);
      assertThat(kit.get(url).statusCode()).isEqualTo(404);
      for (JsonNode one : kit.json(EXAMPLES + "?class=kiwi").get("examples")) {
        assertThat(one.get("url").asText()).isNotEqualTo(url);
      }
    } finally {
      Files.write(file, whole);
    }
  }
}
