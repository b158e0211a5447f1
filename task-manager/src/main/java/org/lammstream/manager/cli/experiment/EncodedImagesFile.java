package org.lammstream.manager.cli.experiment;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.lammstream.manager.cli.experiment.EncodedImages.ClassImages;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;

/** Image features kept in a file, so that an experiment that goes on does not encode again. */
final class EncodedImagesFile {
  private static final int MAGIC = 0x4c414d46;
  private static final int GROUP = 32;

  private final Path file;
  private final ClipModel model;
  private final int views;

  /** In this folder, for one model and number of views. */
  EncodedImagesFile(Path folder, ClipModel model, int views) {
    this.file = folder.resolve("features-%.12s-%d-views.bin".formatted(model.sha256(), views));
    this.model = model;
    this.views = views;
  }

  /**
   * What the file has, or all images encoded and written to it.
   *
   * @param progress hears the fraction that is done
   */
  EncodedImages get(DataSet data, List<String> classes, DoubleConsumer progress)
      throws IOException {
    if (Files.exists(file)) {
      EncodedImages known = read();
      if (known.classes().keySet().containsAll(classes)) {
        return known;
      }
    }
    Map<String, ClassImages> encoded = new LinkedHashMap<>();
    for (String name : classes) {
      int label = data.classNames().indexOf(name);
      encoded.put(
          name,
          new ClassImages(encode(data.train(), label), encode(data.test(), label)));
      progress.accept((double) encoded.size() / classes.size());
    }
    EncodedImages images = new EncodedImages(model.dimension(), encoded);
    write(images);
    return images;
  }

  private float[] encode(List<Example> examples, int label) {
    List<Example> files = examples.stream().filter(example -> example.label() == label).toList();
    ViewEncoder encoder = new ViewEncoder(model, views);
    float[] features = new float[files.size() * model.dimension()];
    int at = 0;
    for (int from = 0; from < files.size(); from += GROUP) {
      List<RgbImage> group = new ArrayList<>();
      files
          .subList(from, Math.min(files.size(), from + GROUP))
          .forEach(example -> group.add(ExampleImages.decode(example)));
      for (float[] feature : encoder.encode(group)) {
        System.arraycopy(feature, 0, features, at, feature.length);
        at += feature.length;
      }
    }
    return features;
  }

  private void write(EncodedImages images) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), "features-", ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeInt(MAGIC);
      out.writeInt(images.dimension());
      out.writeInt(images.classes().size());
      for (Map.Entry<String, ClassImages> entry : images.classes().entrySet()) {
        out.writeUTF(entry.getKey());
        write(out, entry.getValue().train());
        write(out, entry.getValue().test());
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private EncodedImages read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " holds no image features; delete it");
      }
      int dimension = in.readInt();
      Map<String, ClassImages> classes = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        classes.put(in.readUTF(), new ClassImages(floats(in), floats(in)));
      }
      return new EncodedImages(dimension, classes);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
