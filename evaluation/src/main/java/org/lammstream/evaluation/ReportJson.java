package org.lammstream.evaluation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Reports as JSON: indented, fields in the order of {@link Report}, UTF-8, line feeds on every
 * system, numbers in full precision, so equal reports are equal bytes. Thread-safe.
 */
public final class ReportJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(new NanToNull())
                  .addDeserializer(Double.class, new NullToNan()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private ReportJson() {}

  /** The report as JSON text, ending with a line feed. */
  public static String toJson(Report report) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(report) + "\n";
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The report in a JSON text. Unknown fields are ignored, missing ones are errors.
   *
   * @throws IllegalArgumentException when the text is no report; one-line message
   */
  public static Report fromJson(String json) {
    try {
      return MAPPER.readValue(json, Report.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a report: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes the report to a file, which appears whole or not at all. */
  public static void write(Report report, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, toJson(report));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a report from a file.
   *
   * @throws IllegalArgumentException when the file is no report; one-line message
   */
  public static Report read(Path file) throws IOException {
    return fromJson(Files.readString(file));
  }

  private static final class NanToNull extends StdScalarSerializer<Double> {
    NanToNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.isNaN()) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
  }

  private static final class NullToNan extends StdScalarDeserializer<Double> {
    NullToNan() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
