package org.lammstream.manager.clip.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the header of a safetensors file: eight bytes of length, then JSON, then the
 * data. As the format demands, the tensors must fill the data without gap or overlap, so a file
 * that is cut short or has been appended to is found before any tensor is read.
 */
final class SafetensorsHeader {

  /** The format allows 100 MB; checkpoints with thousands of tensors need less than one. */
  private static final long MAX_HEADER = 16L << 20;

  private static final int LENGTH_BYTES = 8;
  private static final int MAX_DIMENSIONS = 16;

  private final Path file;
  private final long dataStart;

  private SafetensorsHeader(Path file, long dataStart) {
    this.file = file;
    this.dataStart = dataStart;
  }

  static Map<String, TensorHeader> read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new CheckpointException(
          file + ": truncated: " + size + " bytes are too few for a safetensors file");
    }
    long length = read(file, channel, 0, LENGTH_BYTES).getLong(0);
    if (length < 2 || length > MAX_HEADER) {
      throw new CheckpointException(
          file + ": no safetensors file: header length " + Long.toUnsignedString(length));
    }
    if (LENGTH_BYTES + length > size) {
      throw new CheckpointException(
          file + ": truncated: header of " + length + " bytes in a file of " + size);
    }
    byte[] json = read(file, channel, LENGTH_BYTES, (int) length).array();
    if (json[0] != '{') {
      throw new CheckpointException(file + ": no safetensors file: header is no JSON object");
    }
    JsonNode header = JsonSection.parse(file, json).node();
    return new SafetensorsHeader(file, LENGTH_BYTES + length).tensors(header, size);
  }

  /** Reads exactly so many bytes. */
  static ByteBuffer read(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, position, buffer);
    return buffer.flip();
  }

  /** Fills the rest of a buffer from a position of the file. */
  static void fill(Path file, FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    long from = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, from);
      if (count < 0) {
        throw new CheckpointException(file + ": truncated while it was read");
      }
      from += count;
    }
  }

  private Map<String, TensorHeader> tensors(JsonNode header, long fileSize) {
    Map<String, TensorHeader> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
      }
    }
    checkLayout(tensors, fileSize);
    return Collections.unmodifiableMap(tensors);
  }

  private TensorHeader tensor(String name, JsonNode json) {
    StoredType type =
        Arrays.stream(StoredType.values())
            .filter(t -> t.name().equals(json.path("dtype").asText()))
            .findFirst()
            .orElseThrow(() -> error(name, "unknown dtype " + json.path("dtype")));
    long[] shape = wholeNumbers(name, json, "shape");
    long[] offsets = wholeNumbers(name, json, "data_offsets");
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw error(name, "bad data_offsets");
    }
    long bytes = type.bytes();
    try {
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      if (bytes != offsets[1] - offsets[0]) {
        throw error(
            name,
            "shape "
                + Arrays.toString(shape)
                + (" needs " + bytes + " bytes but has " + (offsets[1] - offsets[0])));
      }
      return new TensorHeader(
          type, shape, Math.addExact(dataStart, offsets[0]), Math.addExact(dataStart, offsets[1]));
    } catch (ArithmeticException e) {
      throw error(name, "impossible size");
    }
  }

  private long[] wholeNumbers(String name, JsonNode json, String field) {
    JsonNode array = json.path(field);
    if (!array.isArray() || array.size() > MAX_DIMENSIONS) {
      throw error(name, "bad " + field);
    }
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw error(name, "bad " + field);
      }
      values[i] = value.longValue();
    }
    return values;
  }

  private void checkLayout(Map<String, TensorHeader> tensors, long fileSize) {
    List<Map.Entry<String, TensorHeader>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, TensorHeader> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long expected = dataStart;
    for (Map.Entry<String, TensorHeader> entry : ordered) {
      TensorHeader tensor = entry.getValue();
      if (tensor.end() > fileSize) {
        throw new CheckpointException(
            file
                + (": truncated: tensor " + entry.getKey() + " ends at byte " + tensor.end())
                + (" of a file of " + fileSize + " bytes"));
      }
      if (tensor.begin() != expected) {
        String what = tensor.begin() < expected ? "overlaps another" : "leaves a gap before it";
        throw error(entry.getKey(), what);
      }
      expected = tensor.end();
    }
    if (expected != fileSize) {
      throw new CheckpointException(
          file + ": " + (fileSize - expected) + " bytes more than its header describes");
    }
  }

  private CheckpointException error(String tensor, String what) {
    return new CheckpointException(file + ": tensor " + tensor + ": " + what);
  }
}
