package org.lammstream.manager.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;

/** What this process is and can do. */
final class InfoRoute {
  private static final int SCHEMA_VERSION = 1;

  private final ApiContext context;
  private final ApiLimits limits;
  private final boolean token;

  InfoRoute(ApiContext context, ApiLimits limits, boolean token) {
    this.context = context;
    this.limits = limits;
    this.token = token;
  }

  Route route() {
    return Route.get("/api/v1/info", Set.of(), call -> Reply.json(info()));
  }

  private Map<String, Object> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("schemaVersion", SCHEMA_VERSION);
    info.put("version", context.version());
    info.put("mode", "worker");
    info.put(
        "checkpoint",
        Map.of(
            "name",
            context.model().name(),
            "sha256",
            context.model().sha256(),
            "dimension",
            context.model().dimension()));
    info.put(
        "capabilities",
        Map.of(
            "analysis", true,
            "predict", true,
            "publish", context.outlet().isPresent(),
            "rollback", true,
            "diff", true,
            "examples", context.thumbnails().isPresent()));
    info.put(
        "limits",
        Map.of(
            "bodyBytes", limits.taskBytes(),
            "imageBytes", limits.images().maxBytes(),
            "imagePixels", limits.images().maxPixels(),
            "imagesPerTask", limits.imagesPerTask()));
    info.put("authentication", token ? "token" : "none");
    info.put(
        "topics", Map.of("tasks", context.topics().tasks(), "results", context.topics().results()));
    return info;
  }
}
