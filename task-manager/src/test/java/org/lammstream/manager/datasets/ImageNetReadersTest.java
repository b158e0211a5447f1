package org.lammstream.manager.datasets;

import java.util.List;
import org.junit.jupiter.api.Nested;

class ImageNetReadersTest {
  private static final String[] NAMES = {
    "n01440764 tench", "n01443537 goldfish", "n01484850 great white_shark"
  };

  @Nested
  class ImageNet extends DataSetContract {
    ImageNet() {
      super("imagenet");
    }

    @Override
    void write(Tree tree) {
      tree.text("imagenet/classnames.txt", NAMES);
      tree.images("imagenet/images/train/n01484850/n01484850_%d.JPEG", 3);
      tree.images("imagenet/images/train/n01440764/n01440764_%d.JPEG", 2);
      tree.images("imagenet/images/val/n01440764/ILSVRC2012_val_%08d.JPEG", 2);
      tree.images("imagenet/images/val/n01484850/ILSVRC2012_val_%08d.JPEG", 1);
    }

    @Override
    List<String> names() {
      return List.of("tench", "great white shark");
    }

    @Override
    List<Integer> sizes() {
      return List.of(5, 0, 3);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("imagenet/classnames.txt", NAMES[0], NAMES[1]);
      return List.of("classnames.txt", "n01484850");
    }
  }

  @Nested
  class OtherTestFolders extends ImageNet {
    @Override
    List<String> damage(Tree tree) {
      tree.image("imagenet/images/val/n01443537/x.JPEG");
      return List.of("images/val", "not those of");
    }
  }

  @Nested
  class ImageNetV2 extends DataSetContract {
    private static final String IMAGES = "imagenetv2/imagenetv2-matched-frequency-format-val/";

    ImageNetV2() {
      super("imagenetv2");
    }

    @Override
    void write(Tree tree) {
      tree.text("imagenetv2/classnames.txt", NAMES);
      for (int i = 0; i < NAMES.length; i++) {
        tree.images(IMAGES + i + "/%d.jpeg", i + 1);
      }
    }

    @Override
    List<String> names() {
      return List.of("tench", "goldfish", "great white shark");
    }

    @Override
    List<Integer> sizes() {
      return List.of(0, 0, 6);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("imagenetv2/classnames.txt", "n01440764");
      return List.of("classnames.txt", "'n01440764' is no folder with a class name");
    }
  }

  abstract static class Variant extends DataSetContract {
    private final String folder;
    private final String images;

    Variant(String id, String folder, String images) {
      super(id);
      this.folder = folder;
      this.images = images;
    }

    @Override
    void write(Tree tree) {
      tree.text(folder + "/classnames.txt", NAMES);
      tree.text(folder + "/" + images + "/README.txt", "not a class");
      tree.images(folder + "/" + images + "/n01443537/sketch_%d.JPEG", 2);
      tree.images(folder + "/" + images + "/n01440764/sketch_%d.JPEG", 1);
      tree.text(folder + "/" + images + "/n01440764/.DS_Store", "not an image");
    }

    @Override
    List<String> names() {
      return List.of("tench", "goldfish");
    }

    @Override
    List<Integer> sizes() {
      return List.of(0, 0, 3);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.delete(folder + "/" + images + "/n01440764/sketch_1.JPEG");
      return List.of(images + "/n01440764: there is no image");
    }
  }

  @Nested
  class Sketch extends Variant {
    Sketch() {
      super("imagenet-sketch", "imagenet-sketch", "images");
    }
  }

  @Nested
  class Adversarial extends Variant {
    Adversarial() {
      super("imagenet-a", "imagenet-adversarial", "imagenet-a");
    }
  }

  @Nested
  class Rendition extends Variant {
    Rendition() {
      super("imagenet-r", "imagenet-rendition", "imagenet-r");
    }
  }
}
