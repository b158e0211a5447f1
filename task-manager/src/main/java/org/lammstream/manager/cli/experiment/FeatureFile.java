package org.lammstream.manager.cli.experiment;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Image features by name in a file that grows: what was encoded before an interruption is not
 * encoded again. A record that was cut off is dropped. For one thread and one process at a time.
 */
public final class FeatureFile {
  private static final int MAGIC = 0x4c414d47;

  private final Path file;
  private final int dimension;
  private final Map<String, float[]> features = new HashMap<>();

  private FeatureFile(Path file, int dimension) {
    this.file = file;
    this.dimension = dimension;
  }

  /**
   * Opens a file, or begins one.
   *
   * @param dimension of a feature (d)
   * @throws IOException if it holds something else
   */
  public static FeatureFile open(Path file, int dimension) throws IOException {
    FeatureFile opened = new FeatureFile(file, dimension);
    if (!Files.exists(file) || !opened.read()) {
      opened.rewrite();
    }
    return opened;
  }

  /** Whether an image is there. */
  public boolean has(String name) {
    return features.containsKey(name);
  }

  /** The feature of an image that is there. */
  public float[] get(String name) {
    return Objects.requireNonNull(features.get(name), name);
  }

  /** Adds features to the file. */
  public void add(List<String> names, List<float[]> values) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND)))) {
      for (int i = 0; i < names.size(); i++) {
        write(out, names.get(i), values.get(i));
        features.put(names.get(i), values.get(i));
      }
    }
  }

  /** Reads all; false if the end was cut off. */
  private boolean read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (Files.size(file) < 2L * Integer.BYTES) {
        return false;
      }
      if (in.readInt() != MAGIC || in.readInt() != dimension) {
        throw new IOException(file + " holds no image features of this checkpoint; delete it");
      }
      while (in.available() > 0) {
        String name = in.readUTF();
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
          values[i] = in.readFloat();
        }
        features.put(name, values);
      }
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  private void rewrite() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeInt(MAGIC);
      out.writeInt(dimension);
      for (Map.Entry<String, float[]> entry : features.entrySet()) {
        write(out, entry.getKey(), entry.getValue());
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(DataOutputStream out, String name, float[] values) throws IOException {
    out.writeUTF(name);
    for (float value : values) {
      out.writeFloat(value);
    }
  }
}
