package org.lammstream.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.PruneRule;

/** The document against the running server: every operation, every route, every answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiKit kit;
  private final Set<String> called = new HashSet<>();
  private JsonNode document = JSON.createObjectNode();

  OpenApiTest(@TempDir Path folder) {
    kit = new ApiKit(folder);
  }

  @BeforeAll
  void read() throws Exception {
    kit.taught();
    document = kit.json("/openapi.json");
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedOperationIsARoute() {
    Set<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> served = new TreeSet<>();
    kit.api.routes().forEach(route -> served.add(route.method() + " " + route.path()));
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            served.stream().map(route -> route.replace("{*", "{")).toList());
  }

  @Test
  void documentedParametersAndMediaTypesAreThoseOfTheRoutes() {
    kit.api
        .routes()
        .forEach(
            route -> {
              String path = route.path().toString().replace("{*", "{");
              JsonNode operation =
                  document.at("/paths").get(path).get(route.method().toLowerCase(Locale.ROOT));
              Set<String> query = new TreeSet<>();
              operation
                  .path("parameters")
                  .forEach(
                      parameter -> {
                        if (parameter.get("in").asText().equals("query")) {
                          query.add(parameter.get("name").asText());
                        }
                      });
              assertThat(query).as(path).isEqualTo(new TreeSet<>(route.query()));
              Set<String> types = new TreeSet<>();
              operation.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
              assertThat(types).as(path).isEqualTo(new TreeSet<>(route.body().types()));
              assertThat(operation.path("security").isArray()).as(path).isEqualTo(route.open());
            });
  }

  @Test
  void everyAnswerIsAsDocumented() throws Exception {
    reading();
    writing();
    predicting();
    publishing();
    operating();
    Set<String> operations = new TreeSet<>();
    document.get("paths").findValues("operationId").forEach(id -> operations.add(id.asText()));
    operations.remove("events"); // has a test of its own
    operations.removeAll(Set.of("page", "pageFile", "libraryFile")); // files of another module
    assertThat(called).containsAll(operations);
  }

  private void reading() throws Exception {
    get("info", "/api/v1/info", 200);
    get("learners", "/api/v1/learners", 200);
    get("learner", "", 200);
    get("version", "/versions/2", 200);
    get("version", "/versions/latest", 200);
    get("classes", "/versions/head/classes", 200);
    get("confusions", "/versions/3/confusions", 200);
    get("diff", "/diff?from=1&to=champion", 200);
    get("examples", "/examples?class=apple&version=1&predicted=pear&limit=100", 200);
    JsonNode plums = kit.json(ApiKit.PATH + "/examples?class=plum").get("examples");
    assertThat(plums).hasSize(2);
    get("exampleImage", plums.get(0).get("url").asText(), 200);
    get("exampleImage", "/examples/nothing", 404);
    get("examples", "/examples?class=plum&limit=0", 400);
    get("examples", "/examples", 400);
    get("learner", "/api/v1/learners/nobody", 404);
    for (String wrong : new String[] {"4", "0", "nobody"}) {
      get("version", "/versions/" + wrong, 404);
      get("classes", "/versions/" + wrong + "/classes", 404);
      get("confusions", "/versions/" + wrong + "/confusions", 404);
      get("examples", "/examples?class=plum&version=" + wrong, 404);
      get("diff", "/diff?from=1&to=" + wrong, 404);
    }
    get("diff", "/diff?from=1", 400);
    get("diff", "/diff?from=1&to=2&through=3", 400);
    get("info", "/api/v1/info", 406, "Accept", "text/html");
    get("info", "/api/v1/info", 403, "Origin", "https://evil.example");
  }

  private void writing() throws Exception {
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 1}", 200);
    json("setAlias", "PUT", "/aliases/trial%20%2F%202", "{\"version\": \"trial\"}", 200);
    json("setAlias", "PUT", "/aliases/7", "{\"version\": 1}", 400);
    json("setAlias", "PUT", "/aliases/head", "{\"version\": 1}", 400);
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 1, \"more\": 2}", 400);
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 1, \"version\": 2}", 400);
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 1.5}", 400);
    json("setAlias", "PUT", "/aliases/trial", "no json", 400);
    json("setAlias", "PUT", "/aliases/trial", "[1]", 400);
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 9}", 404);
    json("setAlias", "PUT", "/aliases/trial", " ".repeat(5000), 413);
    check("setAlias", kit.send("PUT", at("/aliases/trial"), "text/plain", new byte[1]), 415);
    json("removeAlias", "DELETE", "/aliases/trial", "", 200);
    json("removeAlias", "DELETE", "/aliases/trial", "", 404);
    json("rollback", "POST", "/rollback", "{\"version\": 2}", 200);
    json("rollback", "POST", "/rollback", "{\"version\": \"head\", \"moveHead\": true}", 200);
    json("rollback", "POST", "/rollback", "{\"version\": 2, \"moveHead\": 1}", 400);
    json("rollback", "POST", "/rollback", "{}", 400);
    json("rollback", "POST", "/rollback", "{\"version\": \"nobody\"}", 404);
    json("rollback", "POST", "/api/v1/learners/nobody/rollback", "{\"version\": 1}", 404);
  }

  private void predicting() throws Exception {
    byte[] image = kit.teacher.image("test", "fig", 0);
    String path = at("/predict");
    check("predict", kit.send("POST", path, "image/png", image), 200);
    check(
        "predict",
        kit.send("POST", path + "?version=1&version=head&top=2", "image/png", image),
        200);
    check("predict", kit.form(path, Map.of("image#1", image, "image#2", image)), 200);
    StringBuilder feature = new StringBuilder("1");
    for (int i = 1; i < kit.model.dimension(); i++) {
      feature.append(",0");
    }
    json("predict", "POST", "/predict", "{\"features\": [[" + feature + "]]}", 200);
    json("predict", "POST", "/predict", "{\"features\": [[1, 2]]}", 400);
    json("predict", "POST", "/predict", "{\"features\": [[" + feature + "5]]}", 400);
    json("predict", "POST", "/predict", "{\"features\": []}", 400);
    json("predict", "POST", "/predict", "{\"feature\": []}", 400);
    check("predict", kit.send("POST", path + "?top=0", "image/png", image), 400);
    check("predict", kit.send("POST", path + "?version=9", "image/png", image), 404);
    check("predict", kit.form(path, Map.of("photo", image)), 400);
    check("predict", kit.send("POST", path, "image/webp", image), 415);
    check("predict", kit.send("POST", path, "image/png", "none".getBytes(UTF_8)), 422);
    check("predict", kit.send("POST", path, "image/png", new byte[17 << 20]), 413);
  }

  private void publishing() throws Exception {
    byte[] image = kit.teacher.image("train", "fig", 0);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("task", "berries".getBytes(UTF_8));
    parts.put("configuration", "{\"epochs\": 3}".getBytes(UTF_8));
    parts.put("train/black berry", image);
    HttpResponse<String> accepted = kit.form(at("/tasks"), parts);
    check("publishTask", accepted, 202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    get("taskStatus", location, 200);
    get("taskStatus", at("/tasks/fruit%20%26%20veg%2F%C3%A4%2Ftwo"), 200);
    get("taskStatus", at("/tasks/nobody"), 404);
    check("publishTask", kit.form(at("/tasks"), Map.of("train/fig", image)), 409);
    check("publishTask", kit.form(at("/tasks"), Map.of("task", image)), 400);
    check("publishTask", kit.form(at("/tasks"), Map.of("train/x", new byte[3])), 422);
    check("publishTask", kit.json("POST", at("/tasks"), "{}"), 415);
  }

  private void operating() throws Exception {
    get("alive", "/healthz", 200);
    get("ready", "/readyz", 200);
    kit.health = Optional.empty();
    get("ready", "/readyz", 503);
    get("metrics", "/metrics", 200);
    get("openapi", "/openapi.json", 200);
    kit.store.rollback(ApiKit.LEARNER, 3, true);
    kit.store.removeAlias(ApiKit.LEARNER, "trial / 2");
    kit.store.prune(
        ApiKit.LEARNER,
        new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty()),
        false);
    get("version", "/versions/1", 200);
    get("learner", "", 200);
    get("classes", "/versions/3/classes", 200);
    get("classes", "/versions/1/classes", 410);
    get("confusions", "/versions/1/confusions", 410);
    get("examples", "/examples?class=apple&version=1", 410);
    json("rollback", "POST", "/rollback", "{\"version\": 1}", 410);
    json("setAlias", "PUT", "/aliases/trial", "{\"version\": 1}", 410);
  }

  private static String at(String path) {
    return path.startsWith("/api") || path.equals("/healthz") ? path : ApiKit.PATH + path;
  }

  private void get(String operation, String path, int status, String... headers) throws Exception {
    boolean absolute = path.matches("/(api|readyz|healthz|metrics|openapi).*");
    check(operation, kit.get(absolute ? path : ApiKit.PATH + path, headers), status);
  }

  private void json(String operation, String method, String path, String body, int status)
      throws Exception {
    check(operation, kit.json(method, at(path), body), status);
  }

  private void check(String operationId, HttpResponse<String> answer, int status) throws Exception {
    String what = operationId + " " + answer.request().uri() + ": " + answer.body();
    assertThat(answer.statusCode()).as(what).isEqualTo(status);
    called.add(operationId);
    JsonNode responses = operation(operationId).get("responses");
    JsonNode response = responses.path(Integer.toString(status));
    if (response.isMissingNode() && status >= 400) {
      response = responses.path("default");
    }
    assertThat(response.isObject()).as(what).isTrue();
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asText().substring(1));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode content = response.get("content");
    assertThat(content.has(type)).as(what + " " + type).isTrue();
    if (type.endsWith("json")) {
      assertThat(faults(content.get(type).get("schema"), JSON.readTree(answer.body())))
          .as(what)
          .isEmpty();
    }
    if (type.equals("application/problem+json")) {
      assertThat(JSON.readTree(answer.body()).get("status").asInt()).isEqualTo(status);
    }
  }

  private Set<ValidationMessage> faults(JsonNode of, JsonNode value) {
    ObjectNode schema = JSON.createObjectNode();
    schema.set("components", document.get("components"));
    schema.set("allOf", JSON.createArrayNode().add(of));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(value);
  }

  @Test
  void anAnswerThatIsNotAsDocumentedWouldBeNoticed() throws Exception {
    JsonNode schema = operation("info").at("/responses/200/content/application~1json/schema");
    ObjectNode info = (ObjectNode) kit.json("/api/v1/info");
    assertThat(faults(schema, info)).isEmpty();
    assertThat(faults(schema, info.deepCopy().put("more", 1))).isNotEmpty();
    assertThat(faults(schema, info.deepCopy().put("mode", "other"))).isNotEmpty();
    info.remove("version");
    assertThat(faults(schema, info)).isNotEmpty();
  }

  private JsonNode operation(String id) {
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        if (operation.get("operationId").asText().equals(id)) {
          return operation;
        }
      }
    }
    throw new IllegalArgumentException("no operation " + id);
  }
}
