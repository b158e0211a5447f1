package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CoOp's split files: every data set that has one, and what can be wrong with one. */
class SplitFileReaderTest {
  abstract static class WithSplit extends DataSetContract {
    private final String file;
    private final String images;
    private final String prefix;

    WithSplit(String id, String file, String images, String prefix) {
      super(id);
      this.file = file;
      this.images = images;
      this.prefix = prefix;
    }

    @Override
    void write(Tree tree) {
      tree.images(images + prefix + "/%d.jpg", 5);
      tree.split(
          file,
          List.of(entry(2, 1, "sea_lion"), entry(1, 0, "ant")),
          List.of(entry(3, 1, "sea_lion")),
          List.of(entry(5, 1, "sea_lion"), entry(4, 0, "ant")));
    }

    private List<Object> entry(int number, int label, String name) {
      return List.of(prefix + "/" + number + ".jpg", label, name);
    }

    @Override
    List<String> names() {
      return List.of("ant", "sea lion");
    }

    @Override
    List<Integer> sizes() {
      return List.of(2, 1, 2);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.halve(file);
      return List.of(file, "no valid JSON");
    }
  }

  @Nested
  class Caltech101 extends WithSplit {
    Caltech101() {
      super(
          "caltech101",
          "caltech-101/split_zhou_Caltech101.json",
          "caltech-101/101_ObjectCategories/",
          "ant");
    }
  }

  @Nested
  class Pets extends WithSplit {
    Pets() {
      super("oxford_pets", "oxford_pets/split_zhou_OxfordPets.json", "oxford_pets/images/", "x");
    }
  }

  @Nested
  class Cars extends WithSplit {
    Cars() {
      super(
          "stanford_cars",
          "stanford_cars/split_zhou_StanfordCars.json",
          "stanford_cars/",
          "cars_train");
    }
  }

  @Nested
  class Flowers extends WithSplit {
    Flowers() {
      super(
          "oxford_flowers",
          "oxford_flowers/split_zhou_OxfordFlowers.json",
          "oxford_flowers/jpg/",
          "x");
    }
  }

  @Nested
  class Food101 extends WithSplit {
    Food101() {
      super("food101", "food-101/split_zhou_Food101.json", "food-101/images/", "waffles");
    }
  }

  @Nested
  class Sun397 extends WithSplit {
    Sun397() {
      super("sun397", "sun397/split_zhou_SUN397.json", "sun397/SUN397/", "a/abbey");
    }
  }

  @Nested
  class Dtd extends WithSplit {
    Dtd() {
      super("dtd", "dtd/split_zhou_DescribableTextures.json", "dtd/images/", "banded");
    }
  }

  @Nested
  class EuroSat extends WithSplit {
    EuroSat() {
      super("eurosat", "eurosat/split_zhou_EuroSAT.json", "eurosat/2750/", "River");
    }
  }

  @Nested
  class Ucf101 extends WithSplit {
    Ucf101() {
      super(
          "ucf101",
          "ucf101/split_zhou_UCF101.json",
          "ucf101/UCF-101-midframes/",
          "Apply_Eye_Makeup");
    }
  }

  @Nested
  class Wrong {
    private static final String FILE = "dtd/split_zhou_DescribableTextures.json";

    @TempDir Path root;

    private void refused(Object entry, String complaint) {
      Tree tree = new Tree(root);
      tree.images("dtd/images/banded/%d.jpg", 2);
      tree.text("dtd/secret.jpg", "outside of the images");
      tree.split(FILE, List.of(List.of("banded/1.jpg", 0, "banded"), entry), List.of(), List.of());
      assertThatThrownBy(() -> DataSets.read("dtd", root))
          .isInstanceOf(DataSetException.class)
          .hasMessageContaining("split_zhou_DescribableTextures.json")
          .hasMessageContaining(complaint);
    }

    @Test
    void aMissingImage() {
      refused(List.of("banded/3.jpg", 0, "banded"), "train[1]: there is no image ");
    }

    @Test
    void aPathOutOfTheFolder() {
      refused(List.of("../secret.jpg", 0, "banded"), "'../secret.jpg' leads out of ");
      refused(List.of("banded/../../secret.jpg", 0, "banded"), "leads out of ");
    }

    @Test
    void anAbsolutePath() {
      refused(List.of("/etc/passwd", 0, "banded"), "'/etc/passwd' leads out of ");
    }

    @Test
    void noPathAtAll() {
      refused(List.of("a\0b", 0, "banded"), "is no path");
      refused(List.of("", 0, "banded"), "leads out of ");
    }

    @Test
    void aNegativeLabel() {
      refused(List.of("banded/2.jpg", -1, "banded"), "label -1 is out of range");
    }

    @Test
    void labelsWithGaps() {
      refused(List.of("banded/2.jpg", 2, "other"), "its 2 labels are not 0 to 1");
    }

    @Test
    void twoNamesForALabel() {
      refused(List.of("banded/2.jpg", 0, "other"), "label 0 is 'other' here and 'banded' above");
    }

    @Test
    void anotherShape() {
      refused(List.of("banded/2.jpg", "0", "banded"), "is not [path, label, class name]");
      refused("banded/2.jpg", "is not [path, label, class name]");
    }

    @Test
    void aMissingPart() {
      new Tree(root).text(FILE, "{\"train\": []}");
      new Tree(root).image("dtd/images/banded/1.jpg");
      assertThatThrownBy(() -> DataSets.read("dtd", root))
          .isInstanceOf(DataSetException.class)
          .hasMessageContaining("there is no list 'val'");
    }
  }
}
