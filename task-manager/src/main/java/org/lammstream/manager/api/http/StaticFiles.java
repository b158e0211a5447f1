package org.lammstream.manager.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.lammstream.manager.worker.Sha256;

/**
 * Files of a page from the class path. They are no secrets, and a browser must have the page before
 * it can ask for the token; so they are open. Thread-safe.
 */
public final class StaticFiles {
  /** No dot first, no back slash, no colon: nothing that could leave the folder. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_@.+-]*(/[A-Za-z0-9_@][A-Za-z0-9_@.+-]*)*");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"));

  private final Map<String, Reply.Content> known = new ConcurrentHashMap<>();

  /** The routes of a page: {@code /}, its files and the libraries they use. */
  public List<Route> routes() {
    return List.of(
        file("/", "dashboard/index.html", true),
        folder("/dashboard/{*file}", "dashboard/", "no-cache"),
        // The version of a library is in its path, so its files never change.
        folder(
            "/webjars/{*file}",
            "META-INF/resources/webjars/",
            "public, max-age=31536000, immutable"));
  }

  /**
   * One file under a path of its own.
   *
   * @param open whether no token is needed
   */
  public Route file(String path, String resource, boolean open) {
    return route(path, open, call -> find(resource, "no-cache"));
  }

  private Route folder(String path, String folder, String caching) {
    return route(
        path,
        true,
        call ->
            NAME.matcher(call.path("file")).matches()
                ? find(folder + call.path("file"), caching)
                : Optional.empty());
  }

  /** Looks for a file. */
  private interface Lookup {
    Optional<Reply.Content> find(Call call) throws IOException;
  }

  private static Route route(String path, boolean open, Lookup lookup) {
    return Route.read(
        path,
        open,
        "",
        java.util.Set.of(),
        call -> {
          Reply reply =
              lookup
                  .find(call)
                  .orElseThrow(
                      () ->
                          Problem.in("path", Problem.Kind.NOT_FOUND, "there is no such file")
                              .exception());
          return CompletableFuture.completedFuture(reply);
        });
  }

  private Optional<Reply.Content> find(String resource, String caching) throws IOException {
    Reply.Content cached = known.get(resource);
    if (cached != null) {
      return Optional.of(cached);
    }
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] body = in.readAllBytes();
      Map<String, String> headers = new HashMap<>();
      headers.put("Cache-Control", caching);
      headers.put(
          "ETag", "\"" + HexFormat.of().formatHex(Sha256.digest().digest(body), 0, 8) + "\"");
      Reply.Content file = new Reply.Content(200, type, headers, body);
      known.put(resource, file); // only what exists, so it is bounded by the class path
      return Optional.of(file);
    }
  }
}
