package org.lammstream.manager.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The JSON that commands print: fields in a fixed order, what is not known is {@code null}. */
public final class Json {
  private static final int SCHEMA_VERSION = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Json() {}

  /** The object that a command prints. */
  public static ObjectNode document() {
    return object().put("schemaVersion", SCHEMA_VERSION);
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** NaN is a number that is not known. */
  public static JsonNode number(double value) {
    return Double.isNaN(value) ? NODES.nullNode() : NODES.numberNode(value);
  }

  public static JsonNode number(OptionalInt value) {
    return value.isPresent() ? NODES.numberNode(value.getAsInt()) : NODES.nullNode();
  }

  public static JsonNode number(OptionalLong value) {
    return value.isPresent() ? NODES.numberNode(value.getAsLong()) : NODES.nullNode();
  }

  public static JsonNode text(Optional<String> value) {
    return value.isPresent() ? NODES.textNode(value.get()) : NODES.nullNode();
  }

  public static ArrayNode texts(Collection<String> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(array::add);
    return array;
  }

  /** A record or a map as an object; the entries of maps are sorted. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Prints, indented, with line feeds on every system. */
  public static void print(Console console, JsonNode document) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try {
      console
          .out()
          .println(
              MAPPER
                  .writer(new DefaultPrettyPrinter().withObjectIndenter(indenter))
                  .writeValueAsString(document));
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }
}
