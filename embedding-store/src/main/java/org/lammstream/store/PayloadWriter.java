package org.lammstream.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes a binary payload: little endian, arrays and text behind their 32-bit length. */
final class PayloadWriter {

  private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  PayloadWriter number(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  PayloadWriter number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  PayloadWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  PayloadWriter texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
    return this;
  }

  PayloadWriter bytes(byte[] value) {
    number(value.length);
    room(value.length).put(value);
    return this;
  }

  PayloadWriter integers(int[] values) {
    number(values.length);
    room(Math.multiplyExact(values.length, Integer.BYTES)).asIntBuffer().put(values);
    bytes.position(bytes.position() + values.length * Integer.BYTES);
    return this;
  }

  PayloadWriter floats(float[] values) {
    number(values.length);
    room(Math.multiplyExact(values.length, Float.BYTES)).asFloatBuffer().put(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
    return this;
  }

  PayloadWriter real(double value) {
    return number(Double.doubleToRawLongBits(value));
  }

  PayloadWriter reals(double[] values) {
    number(values.length);
    room(Math.multiplyExact(values.length, Double.BYTES)).asDoubleBuffer().put(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private ByteBuffer room(int size) {
    if (bytes.remaining() < size) {
      int needed = Math.addExact(bytes.position(), size);
      int doubled = (int) Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8);
      bytes =
          ByteBuffer.allocate(Math.max(needed, doubled))
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(bytes.flip());
    }
    return bytes;
  }
}
