package org.lammstream.manager.clip.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * One safetensors file. The header is read and checked on opening; each read opens the file again,
 * so nothing has to be closed. F16, BF16, F32 and F64 tensors are read as float, F64 tensors also
 * as double, I64 tensors as long.
 *
 * <p>Format: <a
 * href="https://github.com/huggingface/safetensors#format">huggingface/safetensors</a>.
 */
public final class Safetensors implements TensorSource {

  private static final int CHUNK_BYTES = 1 << 20;
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final Path file;
  private final Map<String, TensorHeader> tensors;

  private Safetensors(Path file, Map<String, TensorHeader> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Opens a file.
   *
   * @throws CheckpointException if it is missing, truncated or no safetensors file
   */
  public static Safetensors open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Safetensors(file, SafetensorsHeader.read(file, channel));
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    }
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public float[] read(String name, long... expectedShape) {
    TensorHeader tensor = find(name, expectedShape);
    if (!tensor.type().readable()) {
      throw error(name, "type " + tensor.type() + " is not a floating-point type we read");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel, tensor);
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    }
  }

  /**
   * Reads one I64 tensor.
   *
   * @param name as stored
   * @param expectedShape the shape it must have; none for a scalar
   * @return its values in C order; a fresh array
   * @throws CheckpointException if the tensor is missing, has another shape, has another type, or
   *     if the file cannot be read
   */
  public long[] readI64(String name, long... expectedShape) {
    ByteBuffer bytes = wide(StoredType.I64, name, expectedShape);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  /**
   * Reads one F64 tensor, every bit of it.
   *
   * @param name as stored
   * @param expectedShape the shape it must have; none for a scalar
   * @return its values in C order; a fresh array
   * @throws CheckpointException if the tensor is missing, has another shape, has another type, or
   *     if the file cannot be read
   */
  public double[] readF64(String name, long... expectedShape) {
    ByteBuffer bytes = wide(StoredType.F64, name, expectedShape);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  /** The bytes of a tensor whose elements have eight of them. */
  private ByteBuffer wide(StoredType type, String name, long... expectedShape) {
    TensorHeader tensor = find(name, expectedShape);
    if (tensor.type() != type) {
      throw error(name, "type " + tensor.type() + " instead of " + type);
    }
    if (tensor.elements() > MAX_ELEMENTS / type.bytes()) {
      throw error(name, tensor.elements() + " numbers are more than are read at once");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      int bytes = (int) tensor.elements() * type.bytes();
      return SafetensorsHeader.read(file, channel, tensor.begin(), bytes);
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read: " + e, e);
    }
  }

  private TensorHeader find(String name, long... expectedShape) {
    TensorHeader tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(file + ": tensor " + name + " is missing");
    }
    if (!Arrays.equals(tensor.shape(), expectedShape)) {
      throw error(
          name,
          "shape "
              + Arrays.toString(tensor.shape())
              + (" instead of " + Arrays.toString(expectedShape)));
    }
    if (tensor.elements() > MAX_ELEMENTS) {
      throw error(name, tensor.elements() + " values are more than one array can hold");
    }
    return tensor;
  }

  private float[] read(FileChannel channel, TensorHeader tensor) throws IOException {
    float[] values = new float[(int) tensor.elements()];
    int width = tensor.type().bytes();
    int chunk = Math.min(CHUNK_BYTES / width, values.length);
    ByteBuffer buffer = ByteBuffer.allocate(chunk * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int start = 0; start < values.length; start += chunk) {
      int count = Math.min(chunk, values.length - start);
      buffer.clear().limit(count * width);
      SafetensorsHeader.fill(file, channel, tensor.begin() + (long) start * width, buffer);
      convert(tensor.type(), buffer.flip(), values, start, count);
    }
    return values;
  }

  private static void convert(
      StoredType type, ByteBuffer from, float[] values, int start, int count) {
    switch (type) {
      case F32 -> from.asFloatBuffer().get(values, start, count);
      case F64 -> {
        for (int i = 0; i < count; i++) {
          values[start + i] = (float) from.getDouble(i * Double.BYTES);
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          values[start + i] = HalfPrecision.toFloat(from.getShort(i * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          values[start + i] = Float.intBitsToFloat(from.getShort(i * Short.BYTES) << 16);
        }
      }
      default -> throw new IllegalStateException("not a readable type: " + type);
    }
  }

  private CheckpointException error(String tensor, String what) {
    return new CheckpointException(file + ": tensor " + tensor + ": " + what);
  }
}
