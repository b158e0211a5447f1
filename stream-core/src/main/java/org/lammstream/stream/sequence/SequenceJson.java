package org.lammstream.stream.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.TaskEvent;

/**
 * Lines of a sequence file to JSON and back. Reading is strict and within limits, and an event is
 * passed over token by token: it can be large, and is parsed only when it is needed. Thread-safe.
 */
final class SequenceJson {
  private static final String EVENT = "event";
  private static final int DEEPEST = 20; // an event of depth 16, one deeper; with some room
  private static final int LONGEST_STRING = 64 << 20;
  private static final int LONGEST_NUMBER = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_STRING)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private SequenceJson() {}

  /** A line that is not what it should be; the message says what is wrong with it. */
  static final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }

  /**
   * What a task's line says, its event only in outline.
   *
   * @param line all but the event
   * @param event outline of the event
   */
  record Outline(SequenceLines.Task line, Event event) {}

  /**
   * Outline of an event.
   *
   * @param from first byte of its JSON within the line
   * @param to behind its last byte
   */
  record Event(String learner, String task, int classes, int train, int test, int from, int to) {}

  /** UTF-8 JSON with its line end. */
  static byte[] write(Object line) {
    return (json(line) + "\n").getBytes(UTF_8);
  }

  /** UTF-8 JSON of a task with its line end; the event's bytes are those of the topic. */
  static byte[] write(SequenceLines.Task line, TaskEvent event) {
    String json = json(line);
    byte[] front = (json.substring(0, json.length() - 1) + ",\"" + EVENT + "\":").getBytes(UTF_8);
    byte[] body = TaskEvents.toJson(event);
    byte[] whole = Arrays.copyOf(front, front.length + body.length + 2);
    System.arraycopy(body, 0, whole, front.length, body.length);
    whole[whole.length - 2] = '}';
    whole[whole.length - 1] = '\n';
    return whole;
  }

  private static String json(Object line) {
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  static SequenceLines.Head head(byte[] line) throws BadLineException {
    return convert(tree(line), SequenceLines.Head.class);
  }

  /** The last line, if it is one: that of a task has other fields. */
  static Optional<SequenceLines.End> end(byte[] line) throws BadLineException {
    int longest = 1024;
    if (line.length > longest) {
      return Optional.empty();
    }
    JsonNode tree = tree(line);
    return tree.has("tasks")
        ? Optional.of(convert(tree, SequenceLines.End.class))
        : Optional.empty();
  }

  static Outline task(byte[] line) throws BadLineException {
    try (JsonParser parser = MAPPER.getFactory().createParser(line)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      ObjectNode rest = MAPPER.createObjectNode();
      Optional<Event> event = Optional.empty();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals(EVENT)) {
          expect(value, JsonToken.START_OBJECT);
          event = Optional.of(outline(parser));
        } else {
          rest.set(name, parser.<JsonNode>readValueAsTree());
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new BadLineException("something stands behind the object");
      }
      return new Outline(
          convert(rest, SequenceLines.Task.class),
          event.orElseThrow(() -> new BadLineException("the event is missing")));
    } catch (JacksonException e) {
      throw new BadLineException(e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadLineException(String.valueOf(e.getMessage()));
    }
  }

  private static Event outline(JsonParser parser) throws IOException, BadLineException {
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    Optional<String> learner = Optional.empty();
    Optional<String> task = Optional.empty();
    int[] sizes = new int[3];
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "learner" -> learner = Optional.ofNullable(parser.getValueAsString());
        case "task" -> task = Optional.ofNullable(parser.getValueAsString());
        case "classes" -> sizes[0] = size(parser, value);
        case "train" -> sizes[1] = size(parser, value);
        case "test" -> sizes[2] = size(parser, value);
        default -> parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    if (learner.isEmpty() || task.isEmpty()) {
      throw new BadLineException("the event names no learner or no task");
    }
    return new Event(learner.get(), task.get(), sizes[0], sizes[1], sizes[2], from, to);
  }

  private static int size(JsonParser parser, JsonToken value) throws IOException, BadLineException {
    expect(value, JsonToken.START_ARRAY);
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      size++;
    }
    return size;
  }

  private static void expect(JsonToken found, JsonToken wanted) throws BadLineException {
    if (found != wanted) {
      throw new BadLineException(wanted + " is expected, there is " + found);
    }
  }

  private static JsonNode tree(byte[] line) throws BadLineException {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new BadLineException(e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadLineException(String.valueOf(e.getMessage()));
    }
  }

  private static <T> T convert(JsonNode tree, Class<T> type) throws BadLineException {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new BadLineException(e.getOriginalMessage());
    }
  }
}
