package org.lammstream.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link PayloadWriter} wrote; throws {@link BufferUnderflowException} if it is not. */
final class PayloadReader {

  private final ByteBuffer bytes;

  PayloadReader(byte[] payload) {
    bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
  }

  int number() {
    return bytes.getInt();
  }

  long longNumber() {
    return bytes.getLong();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  List<String> texts() {
    int count = length(Integer.BYTES);
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  byte[] bytes() {
    byte[] value = new byte[length(1)];
    bytes.get(value);
    return value;
  }

  int[] integers() {
    int[] values = new int[length(Integer.BYTES)];
    bytes.asIntBuffer().get(values);
    bytes.position(bytes.position() + values.length * Integer.BYTES);
    return values;
  }

  float[] floats() {
    float[] values = new float[length(Float.BYTES)];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
    return values;
  }

  double real() {
    return Double.longBitsToDouble(bytes.getLong());
  }

  double[] reals() {
    double[] values = new double[length(Double.BYTES)];
    bytes.asDoubleBuffer().get(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return values;
  }

  boolean atEnd() {
    return !bytes.hasRemaining();
  }

  /** A length, checked against what is left, so that no damaged one can exhaust the memory. */
  int length(int bytesPerEntry) {
    int length = bytes.getInt();
    if (length < 0 || (long) length * bytesPerEntry > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
