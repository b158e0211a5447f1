package org.lammstream.manager.api.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.lammstream.evaluation.dashboard.DashboardJson;

/** JSON in and out. */
final class JsonBody {
  private static final ObjectMapper WRITER = DashboardJson.mapper();
  private static final ObjectMapper READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  static byte[] write(Object value) {
    try {
      return WRITER.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException if it is no JSON
   */
  static JsonNode read(byte[] body) {
    try {
      return READER.readTree(body);
    } catch (JacksonException e) {
      throw Problem.in(
              "body",
              Problem.Kind.INVALID_REQUEST,
              "the body is no JSON: " + e.getOriginalMessage())
          .exception();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
