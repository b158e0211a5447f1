package org.lammstream.manager.clip.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An object of a JSON file, read field by field; every complaint names the file and the field. A
 * field that is {@code null} counts as absent, as in Hugging Face's configurations.
 */
final class JsonSection {

  /** Far above any real configuration or shard index. */
  private static final long MAX_BYTES = 16L << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final String prefix;
  private final JsonNode node;

  private JsonSection(Path file, String prefix, JsonNode node) {
    this.file = file;
    this.prefix = prefix;
    this.node = node;
  }

  static JsonSection read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new CheckpointException(file + ": " + size + " bytes are too many for this file");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    }
  }

  /** Parses a JSON object that is {@code file} or a part of it. */
  static JsonSection parse(Path file, byte[] bytes) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(file + ": not valid JSON: " + e.getMessage(), e);
    }
    if (!node.isObject()) {
      throw new CheckpointException(file + ": does not hold a JSON object");
    }
    return new JsonSection(file, "", node);
  }

  JsonNode node() {
    return node;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** The object in a field; an empty one where the field is absent. */
  JsonSection section(String field) {
    JsonNode child = node.path(field);
    if (has(field) && !child.isObject()) {
      throw error(prefix + field + " is not an object");
    }
    JsonNode object = has(field) ? child : JsonNodeFactory.instance.objectNode();
    return new JsonSection(file, prefix + field + ".", object);
  }

  boolean isObject(String field) {
    return node.path(field).isObject();
  }

  int integer(String field, int absent, int least, int greatest) {
    JsonNode value = node.path(field);
    if (!has(field)) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw error(prefix + field + " is not a whole number: " + shorten(value));
    }
    if (value.intValue() < least || value.intValue() > greatest) {
      String range = least == greatest ? "" + least : least + " to " + greatest;
      throw error(prefix + field + " is " + value + ", allowed is " + range);
    }
    return value.intValue();
  }

  /** A positive, finite number. */
  double number(String field, double absent) {
    JsonNode value = node.path(field);
    if (!has(field)) {
      return absent;
    }
    if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
      throw error(prefix + field + " is not a positive number: " + shorten(value));
    }
    return value.doubleValue();
  }

  boolean flag(String field, boolean absent) {
    JsonNode value = node.path(field);
    if (!has(field)) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw error(prefix + field + " is neither true nor false: " + shorten(value));
    }
    return value.booleanValue();
  }

  String text(String field, String absent) {
    JsonNode value = node.path(field);
    if (!has(field)) {
      return absent;
    }
    if (!value.isTextual()) {
      throw error(prefix + field + " is not a string: " + shorten(value));
    }
    return value.textValue();
  }

  Activation activation(String field) {
    String name = text(field, "quick_gelu");
    return switch (name) {
      case "quick_gelu" -> Activation.QUICK_GELU;
      case "gelu" -> Activation.GELU;
      default -> throw error(prefix + field + " is \"" + name + "\", not quick_gelu or gelu");
    };
  }

  void requireMultiple(String field, int value, String ofField, int of) {
    if (value % of != 0) {
      throw error(prefix + field + " " + value + " is no multiple of " + ofField + " " + of);
    }
  }

  CheckpointException error(String what) {
    return new CheckpointException(file + ": " + what);
  }

  private static String shorten(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
