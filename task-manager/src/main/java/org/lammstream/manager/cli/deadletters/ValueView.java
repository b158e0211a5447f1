package org.lammstream.manager.cli.deadletters;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.lammstream.evaluation.TextTable;
import org.lammstream.stream.codec.DeadLetter;

/** Bytes from a topic as something that people can read and that cannot steer their terminal. */
final class ValueView {
  private static final int LONGEST_TEXT = 100;
  private static final int LONGEST_VALUE = 1000;
  private static final int LONGEST_NUMBERS = 4;
  private static final int MOST_BYTES = 32;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ValueView() {}

  static String text(String text) {
    String printable = TextTable.printable(text);
    return printable.length() <= LONGEST_VALUE
        ? printable
        : printable.substring(0, LONGEST_VALUE) + "...";
  }

  /** As text where it is text, else as hexadecimal digits. */
  static String text(byte[] bytes) {
    try {
      return text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return hex(bytes);
    }
  }

  private static String hex(byte[] bytes) {
    String digits =
        HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES)));
    return "0x" + digits + (bytes.length > MOST_BYTES ? "... (" + size(bytes) + ")" : "");
  }

  static String size(byte[] bytes) {
    return String.format(Locale.ROOT, "%,d bytes", bytes.length);
  }

  /** The event, indented where it is JSON. */
  static List<String> lines(DeadLetter letter, byte[] value) {
    var part = letter.header("ce_partindex");
    if (part.isPresent()) {
      String count = letter.header("ce_partcount").orElse(Letter.UNKNOWN);
      return List.of(
          "event: a slice of a task's JSON (ce_partindex %s of %s parts)"
              .formatted(text(part.get()), text(count)));
    }
    try {
      JsonNode tree = MAPPER.readTree(value);
      if (tree.isContainerNode()) {
        return MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(shortened(tree))
            .lines()
            .toList();
      }
    } catch (JacksonException e) {
      return List.of("event: no JSON: " + start(value));
    } catch (IOException e) {
      return List.of("event: " + start(value));
    }
    return List.of("event: " + start(value));
  }

  private static String start(byte[] value) {
    String text = text(value);
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
  }

  private static JsonNode shortened(JsonNode node) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node.isTextual() && node.textValue().length() > LONGEST_TEXT) {
      int length = node.textValue().length();
      return nodes.textNode(
          String.format(
              Locale.ROOT, "%s... (%,d characters)", node.textValue().substring(0, 40), length));
    }
    if (node.isArray()) {
      ArrayNode array = nodes.arrayNode();
      boolean numbers = node.size() > LONGEST_NUMBERS && node.get(0).isNumber();
      for (int i = 0; i < (numbers ? LONGEST_NUMBERS : node.size()); i++) {
        array.add(shortened(node.get(i)));
      }
      if (numbers) {
        array.add("... (" + node.size() + " numbers)");
      }
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = nodes.objectNode();
      node.properties().forEach(field -> object.set(field.getKey(), shortened(field.getValue())));
      return object;
    }
    return node;
  }
}
