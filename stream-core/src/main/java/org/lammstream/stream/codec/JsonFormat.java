package org.lammstream.stream.codec;

import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Reason.UNSUPPORTED_SCHEMA;
import static org.lammstream.stream.event.Rejection.Stage.DECODE;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;

/**
 * JSON of one event type: strict parsing within limits, then its JSON Schema, then the record.
 * Thread-safe.
 */
final class JsonFormat<T> {
  private static final int DEEPEST = 16;
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
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final Class<T> type;
  private final int version;
  private final JsonSchema schema;
  private final ObjectReader reader;

  JsonFormat(Class<T> type, int version, String schemaResource, boolean unknownFieldsAreFaults) {
    this.type = type;
    this.version = version;
    this.schema = load(schemaResource);
    this.reader =
        unknownFieldsAreFaults
            ? MAPPER.readerFor(type)
            : MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  private static JsonSchema load(String resource) {
    try (InputStream in = JsonFormat.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().failFast(true).build();
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** UTF-8 JSON; the same value always gives the same bytes. */
  byte[] write(T value) {
    try {
      return MAPPER.writerFor(type).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(oneLine(e), e);
    }
  }

  T read(byte[] json) throws RejectedEventException {
    JsonNode tree = parse(json);
    JsonNode stated = tree.path("schemaVersion");
    if (stated.isIntegralNumber() && (!stated.canConvertToInt() || stated.intValue() != version)) {
      throw new RejectedEventException(
          UNSUPPORTED_SCHEMA,
          DECODE,
          "schema version " + stated.asText() + " is not known here; known is " + version);
    }
    try {
      Set<ValidationMessage> faults = schema.validate(tree);
      if (!faults.isEmpty()) {
        throw malformed(faults.iterator().next().getMessage());
      }
      return reader.readValue(tree);
    } catch (JacksonException e) {
      throw malformed(oneLine(e), e);
    } catch (IOException | RuntimeException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonNode parse(byte[] json) throws RejectedEventException {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw malformed(oneLine(e), e);
    } catch (IOException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  private static String oneLine(JacksonException e) {
    return e.getOriginalMessage();
  }

  private static RejectedEventException malformed(String what) {
    return new RejectedEventException(MALFORMED_EVENT, DECODE, shorten(what));
  }

  private static RejectedEventException malformed(String what, Throwable cause) {
    return new RejectedEventException(new Rejection(MALFORMED_EVENT, DECODE, shorten(what)), cause);
  }

  private static String shorten(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
