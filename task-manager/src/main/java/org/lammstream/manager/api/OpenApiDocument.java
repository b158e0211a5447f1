package org.lammstream.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.api.http.Route;

/** The OpenAPI document, put together from the files it is kept in. */
final class OpenApiDocument {
  private static final List<String> FILES =
      List.of("document.json", "reading.json", "writing.json", "learners.json", "answers.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private OpenApiDocument() {}

  static Route route() {
    return Route.get("/openapi.json", Set.of(), call -> Reply.json(read()));
  }

  private static JsonNode read() throws IOException {
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
