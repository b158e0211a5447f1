package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CifarReaderTest extends DataSetContract {
  private static final String TRAIN = "cifar-100-binary/train.bin";

  CifarReaderTest() {
    super("cifar100");
  }

  @Override
  void write(Tree tree) {
    tree.text("cifar-100-binary/fine_label_names.txt", "apple", "aquarium_fish");
    tree.bytes(TRAIN, records(1, 0, 1));
    tree.bytes("cifar-100-binary/test.bin", records(0, 1));
  }

  /** Red grows from left to right, green from top to bottom, blue is the number of the record. */
  private static byte[] records(int... labels) {
    byte[] bytes = new byte[labels.length * 3074];
    for (int n = 0; n < labels.length; n++) {
      int start = n * 3074;
      bytes[start] = 7;
      bytes[start + 1] = (byte) labels[n];
      for (int i = 0; i < 1024; i++) {
        bytes[start + 2 + i] = (byte) (8 * (i % 32));
        bytes[start + 1026 + i] = (byte) (8 * (i / 32));
        bytes[start + 2050 + i] = (byte) n;
      }
    }
    return bytes;
  }

  @Override
  List<String> names() {
    return List.of("apple", "aquarium fish");
  }

  @Override
  List<Integer> sizes() {
    return List.of(3, 0, 2);
  }

  @Override
  List<String> damage(Tree tree) {
    tree.halve(TRAIN);
    return List.of("train.bin: 4611 bytes are no whole number of records of 3074 bytes");
  }

  @Test
  void aRecordBecomesThePictureItHolds() throws IOException {
    write(new Tree(root));
    Example example = DataSets.read("cifar100", root).train().get(2);
    assertThat(example.image().id()).isEqualTo("train.bin#2");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(example.image().read()));
    assertThat(image.getWidth()).isEqualTo(32);
    assertThat(image.getHeight()).isEqualTo(32);
    assertThat(image.getRGB(31, 1)).isEqualTo(0xff000000 | 248 << 16 | 8 << 8 | 2);
    assertThat(image.getRGB(3, 20)).isEqualTo(0xff000000 | 24 << 16 | 160 << 8 | 2);
  }

  @Test
  void aLabelWithoutANameIsNamed() {
    Tree tree = new Tree(root);
    write(tree);
    tree.bytes(TRAIN, records(0, 200));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> DataSets.read("cifar100", root))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("train.bin: record 1: label 200 is out of range");
  }
}
