package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server with routes that show what arrives, and a well-behaved client. */
final class TestServer implements AutoCloseable {
  static final int MOST_BYTES = 1000;

  final CountDownLatch gate = new CountDownLatch(1);
  final List<EventSink> sinks = new CopyOnWriteArrayList<>();
  final HttpServer server;
  final URI uri;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  TestServer() {
    this(HttpLimits.DEFAULT, Optional.empty());
  }

  TestServer(HttpLimits limits, Optional<AccessToken> token) {
    server =
        HttpServer.start(
            new HttpSettings(BindAddress.parse("127.0.0.1:0"), token, limits), routes());
    uri = server.address();
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>(new StaticFiles().routes());
    routes.add(
        Route.get(
            "/hello/{name}",
            Set.of("times"),
            call ->
                Reply.json(
                    Map.of(
                        "hello",
                        call.path("name"),
                        "times",
                        call.query().number("times", 1, 1, 9)))));
    routes.add(
        Route.change(
            "POST",
            "/echo",
            new BodyRule(Set.of("text/plain", "application/json"), MOST_BYTES, 0, 0),
            Set.of(),
            call ->
                CompletableFuture.completedFuture(
                    Reply.json(Map.of("got", text((Body.Bytes) call.body()))))));
    routes.add(
        Route.change(
            "POST",
            "/form",
            new BodyRule(Set.of(BodyRule.FORM), 5000, 5, 2000),
            Set.of(),
            call -> CompletableFuture.completedFuture(form((Body.Form) call.body()))));
    routes.add(
        Route.get(
            "/wait",
            Set.of(),
            call -> {
              gate.await();
              return Reply.json(Map.of());
            }));
    routes.add(
        Route.get(
            "/bug",
            Set.of(),
            call -> {
              throw new IllegalStateException("a bug with a secret in its message");
            }));
    routes.add(
        Route.read(
            "/events",
            false,
            "text/event-stream",
            Set.of(),
            call -> CompletableFuture.completedFuture(new Reply.Stream(sinks::add))));
    routes.add(
        Route.read(
            "/large",
            true,
            "",
            Set.of(),
            call ->
                CompletableFuture.completedFuture(
                    new Reply.Content(200, "text/plain", Map.of(), new byte[32 << 20]))));
    return routes;
  }

  private static String text(Body.Bytes body) {
    return new String(body.bytes(), UTF_8);
  }

  private static Reply form(Body.Form form) {
    Map<String, Object> parts = new java.util.LinkedHashMap<>();
    form.upload()
        .parts()
        .forEach(part -> parts.put(part.name() + "|" + part.fileName(), part.length()));
    return Reply.json(parts);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, new byte[0], headers);
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  RawClient raw() throws Exception {
    return new RawClient(uri);
  }

  @Override
  public void close() {
    gate.countDown();
    sinks.forEach(EventSink::end);
    server.close();
  }
}
