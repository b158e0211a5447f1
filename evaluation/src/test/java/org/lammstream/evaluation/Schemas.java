package org.lammstream.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;

/** Checks JSON against the schemas on the class path. */
public final class Schemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Schemas() {}

  /** What is wrong with a text; empty if it keeps the schema. */
  public static Set<ValidationMessage> problems(String schema, String json) throws IOException {
    return problems(schema, JSON.readTree(json));
  }

  /** What is wrong with a document; empty if it keeps the schema. */
  public static Set<ValidationMessage> problems(String schema, JsonNode json) throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(read(schema))
        .validate(json);
  }

  /** A schema itself. */
  public static JsonNode read(String schema) throws IOException {
    try (InputStream stream = Objects.requireNonNull(Schemas.class.getResourceAsStream(schema))) {
      return JSON.readTree(stream);
    }
  }
}
