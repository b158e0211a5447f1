package org.lammstream.manager.clip.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file. The same tensors give the same bytes, in whatever order they were
 * added. Not thread-safe.
 */
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;

  /** Writes one element of a tensor. */
  private interface Element {
    void put(int index, ByteBuffer into);
  }

  private record Tensor(StoredType type, long[] shape, int length, Element element) {
    long bytes() {
      return (long) length * type.bytes();
    }
  }

  private final Map<String, Tensor> byName = new TreeMap<>();

  /**
   * Adds a tensor in single precision.
   *
   * @param values in C order; not copied, must stay as they are until {@link #write}
   * @throws IllegalArgumentException if the name was used or the shape does not fit the values
   */
  public SafetensorsWriter addF32(String name, float[] values, long... shape) {
    return add(
        name,
        new Tensor(StoredType.F32, shape, values.length, (i, into) -> into.putFloat(values[i])));
  }

  /**
   * Adds a tensor in double precision.
   *
   * @param values in C order; not copied, must stay as they are until {@link #write}
   * @throws IllegalArgumentException if the name was used or the shape does not fit the values
   */
  public SafetensorsWriter addF64(String name, double[] values, long... shape) {
    return add(
        name,
        new Tensor(StoredType.F64, shape, values.length, (i, into) -> into.putDouble(values[i])));
  }

  /**
   * Adds a tensor of whole numbers.
   *
   * @param values in C order; not copied, must stay as they are until {@link #write}
   * @throws IllegalArgumentException if the name was used or the shape does not fit the values
   */
  public SafetensorsWriter addI64(String name, long[] values, long... shape) {
    return add(
        name,
        new Tensor(StoredType.I64, shape, values.length, (i, into) -> into.putLong(values[i])));
  }

  /**
   * Adds a tensor in half precision, rounded to nearest even.
   *
   * @param values in C order; not copied, must stay as they are until {@link #write}
   * @throws IllegalArgumentException if the name was used, the shape does not fit the values, or a
   *     value is too large for half precision
   */
  public SafetensorsWriter addF16(String name, float[] values, long... shape) {
    for (float value : values) {
      if (!Float.isFinite(HalfPrecision.toFloat(HalfPrecision.fromFloat(value)))) {
        throw new IllegalArgumentException(name + ": " + value + " does not fit half precision");
      }
    }
    return add(
        name,
        new Tensor(
            StoredType.F16,
            shape,
            values.length,
            (i, into) -> into.putShort(HalfPrecision.fromFloat(values[i]))));
  }

  private SafetensorsWriter add(String name, Tensor tensor) {
    long elements = Arrays.stream(tensor.shape).reduce(1, Math::multiplyExact);
    if (elements != tensor.length) {
      throw new IllegalArgumentException(
          name + (": shape " + Arrays.toString(tensor.shape) + " does not fit ") + tensor.length);
    }
    if (name.equals("__metadata__") || byName.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException("tensor name is taken: " + name);
    }
    return this;
  }

  /** Writes all tensors, replacing the file. */
  public void write(Path file) throws IOException {
    List<Map.Entry<String, Tensor>> tensors = ordered();
    byte[] header = header(tensors);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      for (Map.Entry<String, Tensor> entry : tensors) {
        out.write(encode(entry.getValue()));
      }
    }
  }

  /** Wide types first, so that every tensor is aligned to its own width; then by name. */
  private List<Map.Entry<String, Tensor>> ordered() {
    Comparator<Map.Entry<String, Tensor>> narrower =
        Comparator.comparingInt(entry -> entry.getValue().type.bytes());
    return byName.entrySet().stream().sorted(narrower.reversed()).toList();
  }

  private static byte[] header(List<Map.Entry<String, Tensor>> tensors) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    // Hugging Face refuses files that do not name the framework they are for.
    json.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors) {
      Tensor tensor = entry.getValue();
      ObjectNode node = json.putObject(entry.getKey()).put("dtype", tensor.type.name());
      var shape = node.putArray("shape");
      Arrays.stream(tensor.shape).forEach(shape::add);
      node.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
      offset += tensor.bytes();
    }
    byte[] bytes = mapper.writeValueAsBytes(json);
    int padded = (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = Arrays.copyOf(bytes, padded);
    Arrays.fill(header, bytes.length, padded, (byte) ' ');
    return header;
  }

  private static byte[] encode(Tensor tensor) {
    byte[] bytes = new byte[Math.toIntExact(tensor.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < tensor.length; i++) {
      tensor.element.put(i, buffer);
    }
    return bytes;
  }
}
