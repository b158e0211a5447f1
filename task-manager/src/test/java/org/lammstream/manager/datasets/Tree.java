package org.lammstream.manager.datasets;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** A folder that a test fills with files of the true kinds. */
record Tree(Path root) {
  /** A small JPEG file; every path gets another colour. */
  void image(String path) {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 12; i++) {
      image.setRGB(i % 4, i / 4, path.hashCode());
    }
    try {
      ImageIO.write(image, "jpg", make(path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code count} images named like {@code pattern % number}, numbers from 1. */
  void images(String pattern, int count) {
    for (int i = 1; i <= count; i++) {
      image(String.format(Locale.ROOT, pattern, i));
    }
  }

  void text(String path, String... lines) {
    bytes(
        path, (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  void bytes(String path, byte[] bytes) {
    try {
      Files.write(make(path), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void json(String path, Object value) {
    try {
      bytes(path, new JsonMapper().writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A split file as CoOp writes it. */
  void split(String path, List<?> train, List<?> validation, List<?> test) {
    json(path, Map.of("train", train, "val", validation, "test", test));
  }

  /** A MATLAB file, level 5, compressed as MATLAB does it. */
  void matlab(String path, String name, Array array) {
    File file = make(path).toFile();
    try (MatFile content = Mat5.newMatFile().addArray(name, array);
        Sink sink = Sinks.newStreamingFile(file)) {
      Mat5.newWriter(sink).setDeflateLevel(java.util.zip.Deflater.BEST_SPEED).writeMat(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts a file after the first half of its bytes. */
  void halve(String path) {
    try {
      byte[] bytes = Files.readAllBytes(root.resolve(path));
      Files.write(root.resolve(path), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path make(String path) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
