package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Data sets of class folders, with CoOp's split file and without it. */
class ClassFolderReadersTest {
  /** Ten images of one class and six of another, to be divided. */
  abstract static class Divided extends DataSetContract {
    private final String images;
    private final String first;
    private final String second;

    Divided(String id, String images, String first, String second) {
      super(id);
      this.images = images;
      this.first = first;
      this.second = second;
    }

    @Override
    void write(Tree tree) {
      tree.images(images + "/" + first + "/image_%04d.jpg", 10);
      tree.images(images + "/" + second + "/image_%04d.jpg", 6);
    }

    /** Of 10: 5, 2, 3. Of 6: 3, 1, 2. */
    @Override
    List<Integer> sizes() {
      return List.of(8, 3, 5);
    }

    @Override
    List<String> damage(Tree tree) {
      for (int i = 4; i <= 6; i++) {
        tree.delete(images + "/" + second + "/image_000" + i + ".jpg");
      }
      return List.of(images + "/" + second, "3 images are too few for a 50/20/30 split");
    }
  }

  @Nested
  class Caltech101 extends Divided {
    Caltech101() {
      super("caltech101", "caltech-101/101_ObjectCategories", "Faces", "gerenuk_x");
    }

    @Override
    void write(Tree tree) {
      super.write(tree);
      tree.images("caltech-101/101_ObjectCategories/BACKGROUND_Google/image_%04d.jpg", 4);
      tree.images("caltech-101/101_ObjectCategories/Faces_easy/image_%04d.jpg", 4);
    }

    @Override
    List<String> names() {
      return List.of("face", "gerenuk x");
    }
  }

  @Nested
  class Food101 extends Divided {
    Food101() {
      super("food101", "food-101/images", "apple_pie", "waffles");
    }

    @Override
    List<String> names() {
      return List.of("apple pie", "waffles");
    }
  }

  @Nested
  class Dtd extends Divided {
    Dtd() {
      super("dtd", "dtd/images", "banded", "zigzagged");
    }

    @Override
    List<String> names() {
      return List.of("banded", "zigzagged");
    }
  }

  @Nested
  class EuroSat extends Divided {
    EuroSat() {
      super("eurosat", "eurosat/2750", "AnnualCrop", "SeaLake");
    }

    @Override
    List<String> names() {
      return List.of("Annual Crop Land", "Sea or Lake");
    }

    @Test
    void theSplitIsTheSameForEver() {
      Tree tree = new Tree(root);
      write(tree);
      assertThat(DataSets.read("eurosat", root).train())
          .extracting(example -> example.image().id())
          .containsExactly(
              "2750/AnnualCrop/image_0007.jpg",
              "2750/AnnualCrop/image_0006.jpg",
              "2750/AnnualCrop/image_0003.jpg",
              "2750/AnnualCrop/image_0004.jpg",
              "2750/AnnualCrop/image_0008.jpg",
              "2750/SeaLake/image_0006.jpg",
              "2750/SeaLake/image_0002.jpg",
              "2750/SeaLake/image_0003.jpg");
    }
  }

  @Nested
  class PlainFolder extends Divided {
    PlainFolder() {
      super("folder", ".", "red_fox", "tram");
    }

    @Override
    List<String> names() {
      return List.of("red_fox", "tram");
    }

    @Override
    List<String> damage(Tree tree) {
      tree.delete("tram/image_0001.jpg");
      tree.delete("tram/image_0002.jpg");
      tree.delete("tram/image_0003.jpg");
      return List.of("tram: 3 images are too few");
    }
  }

  @Nested
  class FolderOfSplits extends DataSetContract {
    FolderOfSplits() {
      super("folder");
    }

    @Override
    void write(Tree tree) {
      tree.images("train/tram/%d.jpg", 3);
      tree.images("train/red fox/%d.png", 2);
      tree.images("val/tram/%d.jpg", 1);
      tree.images("test/tram/%d.jpg", 1);
      tree.images("test/red fox/%d.jpg", 1);
    }

    @Override
    List<String> names() {
      return List.of("red fox", "tram");
    }

    @Override
    List<Integer> sizes() {
      return List.of(5, 1, 2);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.image("test/bus/1.jpg");
      return List.of("test/bus: there is no class of this name in", "train");
    }
  }

  @Nested
  class FolderWithoutTest extends FolderOfSplits {
    @Override
    List<String> damage(Tree tree) {
      for (String path :
          List.of("test/tram/1.jpg", "test/red fox/1.jpg", "test/tram", "test/red fox", "test")) {
        tree.delete(path);
      }
      return List.of("test: no such folder", "train/<class>/*");
    }
  }
}
