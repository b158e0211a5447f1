package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class HttpServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "a-token-of-more-than-16";

  private final TestServer open = new TestServer();
  private final TestServer locked =
      new TestServer(HttpLimits.DEFAULT, Optional.of(AccessToken.of(TOKEN + "\n")));

  @AfterAll
  void close() {
    open.close();
    locked.close();
  }

  @Test
  void namesMayHaveEveryCharacter() throws Exception {
    HttpResponse<String> answer = open.get("/hello/a%2Fb%20%25%C3%A4%2B+%F0%9F%A6%8A?times=3");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).get("hello").asText()).isEqualTo("a/b %ä++🦊");
    assertThat(JSON.readTree(answer.body()).get("times").asInt()).isEqualTo(3);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404, not-found, path",
    "GET, /hello/x?times=0, 400, invalid-request, times",
    "GET, /hello/x?times=three, 400, invalid-request, times",
    "GET, /hello/x?times=1&times=2, 400, invalid-request, times",
    "GET, /hello/x?tims=1, 400, invalid-request, tims",
    "GET, /hello/%ff, 400, invalid-request,",
    "GET, /hello/%2e%2e, 400, invalid-request,",
    "GET, /dashboard/%2e%2e%2flogback.xml, 404, not-found, path",
    "GET, /webjars/..%2f..%2flogback.xml, 404, not-found, path",
    "GET, /bug, 500, internal,",
    "POST, /echo, 415, unsupported-media-type, Content-Type",
    "DELETE, /echo, 405, method-not-allowed,",
    "TRACE, /echo, 405, method-not-allowed,"
  })
  void everyErrorIsAProblem(String method, String path, int status, String type, String field)
      throws Exception {
    HttpResponse<String> answer = open.send(method, path, new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asText()).isEqualTo("urn:lamm-stream:problem:" + type);
    assertThat(problem.get("detail").asText()).isNotBlank().doesNotContain("secret");
    assertThat(problem.path("field").asText(null)).isEqualTo(field);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void theMethodsOfAPathAreTold() throws Exception {
    assertThat(open.send("PUT", "/hello/x", new byte[0]).headers().firstValue("Allow"))
        .contains("GET, HEAD");
    HttpResponse<String> options = open.send("OPTIONS", "/echo", new byte[0]);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).contains("POST");
    HttpResponse<String> head = open.send("HEAD", "/hello/x", new byte[0]);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aClientThatDoesNotTakeJsonIsToldSo() throws Exception {
    assertThat(open.get("/hello/x", "Accept", "text/html, image/*;q=0.5").statusCode())
        .isEqualTo(406);
    assertThat(open.get("/hello/x", "Accept", "application/json;q=0").statusCode()).isEqualTo(406);
    assertThat(open.get("/hello/x", "Accept", "text/html, application/*").statusCode())
        .isEqualTo(200);
    assertThat(open.get("/hello/x", "Accept", "*/*;q=0.1").statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyIsTakenUpToItsLimit() throws Exception {
    byte[] most = "x".repeat(TestServer.MOST_BYTES).getBytes(UTF_8);
    HttpResponse<String> answer =
        open.send("POST", "/echo", most, "Content-Type", "text/plain; charset=utf-8");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).get("got").asText()).hasSize(TestServer.MOST_BYTES);
    byte[] more = "x".repeat(TestServer.MOST_BYTES + 1).getBytes(UTF_8);
    HttpResponse<String> refused = open.send("POST", "/echo", more, "Content-Type", "text/plain");
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(JSON.readTree(refused.body()).get("detail").asText()).contains("1000 bytes");
  }

  @Test
  void aFormsPartsKeepTheirNamesAndSizes() throws Exception {
    String form =
        part("train/rote Füchse 🦊", "a.jpg", "12345") + part("task", "", "x") + "--cut--\r\n";
    HttpResponse<String> answer = form(form);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode parts = JSON.readTree(answer.body());
    assertThat(parts.get("train/rote Füchse 🦊|a.jpg").asInt()).isEqualTo(5);
    assertThat(parts.get("task|").asInt()).isEqualTo(1);
  }

  @Test
  void aFormThatIsBrokenOrTooLargeIsRefused() throws Exception {
    assertThat(form(part("a", "a.jpg", "x".repeat(2001)) + "--cut--\r\n").statusCode())
        .isEqualTo(413);
    assertThat(form(part("a", "a.jpg", "x").repeat(6) + "--cut--\r\n").statusCode()).isEqualTo(413);
    assertThat(form(part("a", "a.jpg", "x".repeat(1900)).repeat(3) + "--cut--\r\n").statusCode())
        .isEqualTo(413);
    assertThat(form(part("a", "a.jpg", "x")).statusCode()).isEqualTo(400);
    assertThat(form("nothing of the kind").statusCode()).isEqualTo(400);
    assertThat(
            open.send("POST", "/form", "x".getBytes(UTF_8), "Content-Type", "multipart/form-data")
                .statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<String> form(String body) throws Exception {
    return open.send(
        "POST", "/form", body.getBytes(UTF_8), "Content-Type", "multipart/form-data; boundary=cut");
  }

  private static String part(String name, String file, String content) {
    String filename = file.isEmpty() ? "" : "; filename=\"" + file + "\"";
    return "--cut\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(name, filename, content);
  }

  @Test
  void withoutTheTokenNothingIsServedAndNothingIsTold() throws Exception {
    for (String path : new String[] {"/hello/x", "/nowhere", "/echo"}) {
      HttpResponse<String> answer = locked.get(path);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }
    for (String wrong :
        new String[] {"Bearer ", "Bearer " + TOKEN + "x", "Basic " + TOKEN, TOKEN}) {
      assertThat(locked.get("/hello/x", "Authorization", wrong).statusCode()).isEqualTo(401);
    }
    assertThat(locked.get("/hello/x", "Authorization", "bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(locked.get("/large").statusCode()).isEqualTo(200);
  }

  @Test
  void pagesOfOtherServersAreNotServed() throws Exception {
    String own = "http://127.0.0.1:" + open.uri.getPort();
    assertThat(open.get("/hello/x", "Origin", own).statusCode()).isEqualTo(200);
    for (String foreign : new String[] {"http://127.0.0.1:1", "https://evil.example", "null"}) {
      assertThat(open.get("/hello/x", "Origin", foreign).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "localhost:9, 200",
    "LOCALHOST, 200",
    "[::1]:8080, 200"
  })
  void onLoopbackOnlyItsOwnNamesAreServed(String host, int status) throws Exception {
    try (RawClient client = open.raw()) {
      client.send("GET /hello/x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void anAddressThatOthersReachDemandsAToken() {
    BindAddress everywhere = BindAddress.parse("0.0.0.0:0");
    assertThatThrownBy(() -> new HttpSettings(everywhere, Optional.empty(), HttpLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("0.0.0.0:0", "--http-token-file", "LAMM_HTTP_TOKEN", "127.0.0.1");
    assertThat(BindAddress.parse("localhost:8080").isLoopback()).isTrue();
    assertThat(BindAddress.parse("[::1]:8080").isLoopback()).isTrue();
    assertThat(BindAddress.parse("127.1.2.3:8080").isLoopback()).isTrue();
    assertThat(BindAddress.parse("[::]:8080").isLoopback()).isFalse();
    assertThat(BindAddress.parse("no-such-host.invalid:8080").isLoopback()).isFalse();
    HttpSettings settings =
        new HttpSettings(everywhere, Optional.of(AccessToken.of(TOKEN)), HttpLimits.DEFAULT);
    assertThat(settings.toString()).doesNotContain(TOKEN);
    for (String wrong : new String[] {"8080", "host", "host:", "host:70000", ":80", "a:b:1"}) {
      assertThatThrownBy(() -> BindAddress.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no address to listen on");
    }
    for (String weak : new String[] {"short", "", "with a space in the middle", "ä".repeat(20)}) {
      assertThatThrownBy(() -> AccessToken.of(weak)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPortInUseIsSaidInOneLine() {
    BindAddress taken = new BindAddress("127.0.0.1", open.uri.getPort());
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    new HttpSettings(taken, Optional.empty(), HttpLimits.DEFAULT),
                    java.util.List.of()))
        .hasMessage("--http " + taken + ": this port is in use; choose another");
  }
}
