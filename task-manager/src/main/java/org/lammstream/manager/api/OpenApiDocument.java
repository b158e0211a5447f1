package org.lammstream.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;

/** The OpenAPI document, put together from the files it is kept in. */
final class OpenApiDocument {
  private static final List<String> FILES =
      List.of("document.json", "reading.json", "writing.json", "learners.json", "answers.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PATH = "/openapi.json";

  private OpenApiDocument() {}

  /** Serves the part of the document that is about these routes, and itself. */
  static Route route(List<Route> offered) {
    Set<String> operations = new HashSet<>();
    offered.forEach(route -> operations.add(operation(route.method(), route.path().toString())));
    operations.add(operation("GET", PATH));
    return Route.get(PATH, Set.of(), call -> Reply.json(about(operations)));
  }

  private static String operation(String method, String path) {
    return method.toLowerCase(Locale.ROOT) + " " + path.replace("{*", "{");
  }

  private static JsonNode about(Set<String> operations) throws IOException {
    ObjectNode document = read();
    ObjectNode paths = (ObjectNode) document.get("paths");
    for (String path : fieldNames(paths)) {
      ObjectNode methods = (ObjectNode) paths.get(path);
      for (String method : fieldNames(methods)) {
        if (!operations.contains(operation(method, path))) {
          methods.remove(method);
        }
      }
      if (methods.isEmpty()) {
        paths.remove(path);
      }
    }
    return document;
  }

  private static List<String> fieldNames(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ObjectNode read() throws IOException {
    ObjectNode document = JSON.createObjectNode();
    for (String file : FILES) {
      try (InputStream in = OpenApiDocument.class.getResourceAsStream("/openapi/" + file)) {
        merge(document, (ObjectNode) JSON.readTree(Objects.requireNonNull(in, file)));
      }
    }
    return document;
  }

  private static void merge(ObjectNode into, ObjectNode more) {
    more.properties()
        .forEach(
            field -> {
              if (into.get(field.getKey()) instanceof ObjectNode known) {
                merge(known, (ObjectNode) field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }
}
