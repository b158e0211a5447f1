package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** Data sets with annotation files of their own, without CoOp's split file. */
class AnnotatedReadersTest {
  @Nested
  class Pets extends DataSetContract {
    Pets() {
      super("oxford_pets");
    }

    @Override
    void write(Tree tree) {
      tree.images("oxford_pets/images/Abyssinian_%d.jpg", 6);
      tree.images("oxford_pets/images/american_pit_bull_terrier_%d.jpg", 6);
      tree.text("oxford_pets/images/Abyssinian_5.mat", "not an image");
      List<String> train = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        train.add("Abyssinian_" + i + " 1 1 1");
        train.add("american_pit_bull_terrier_" + i + " 2 2 1");
      }
      tree.text("oxford_pets/annotations/trainval.txt", train.toArray(String[]::new));
      tree.text(
          "oxford_pets/annotations/test.txt",
          "Abyssinian_6 1 1 1",
          "american_pit_bull_terrier_6 2 2 1");
    }

    @Override
    List<String> names() {
      return List.of("abyssinian", "american pit bull terrier");
    }

    @Override
    List<Integer> sizes() {
      return List.of(8, 2, 2);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("oxford_pets/annotations/test.txt", "Abyssinian_6 one 1 1");
      return List.of("annotations/test.txt", "'Abyssinian_6 one 1 1' is no line");
    }
  }

  @Nested
  class PetsPathOutOfTheFolder extends Pets {
    @Override
    List<String> damage(Tree tree) {
      tree.text("oxford_pets/annotations/test.txt", "../../../Abyssinian_6 1 1 1");
      return List.of("annotations/test.txt", "leads out of");
    }
  }

  @Nested
  class Cars extends DataSetContract {
    private static final String TEST = "stanford_cars/cars_test_annos_withlabels.mat";

    Cars() {
      super("stanford_cars");
    }

    @Override
    void write(Tree tree) {
      tree.images("stanford_cars/cars_train/%05d.jpg", 8);
      tree.images("stanford_cars/cars_test/%05d.jpg", 2);
      Cell names = Mat5.newCell(1, 2);
      names.set(0, Mat5.newString("AM General Hummer SUV 2000"));
      names.set(1, Mat5.newString("Acura RL Sedan 2012"));
      tree.matlab("stanford_cars/devkit/cars_meta.mat", "class_names", names);
      tree.matlab(
          "stanford_cars/devkit/cars_train_annos.mat",
          "annotations",
          annotations(1, 1, 1, 2, 2, 2, 1, 1));
      tree.matlab(TEST, "annotations", annotations(2, 1));
    }

    private static Struct annotations(int... classes) {
      Struct struct = Mat5.newStruct(1, classes.length);
      for (int i = 0; i < classes.length; i++) {
        for (String side : List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2")) {
          struct.set(side, i, small(i + 1));
        }
        struct.set("class", i, small(classes[i]));
        struct.set("fname", i, Mat5.newString(String.format(Locale.ROOT, "%05d.jpg", i + 1)));
      }
      return struct;
    }

    private static Matrix small(int value) {
      Matrix matrix = Mat5.newMatrix(1, 1, MatlabType.UInt8);
      matrix.setInt(0, value);
      return matrix;
    }

    @Override
    List<String> names() {
      return List.of("2000 AM General Hummer SUV", "2012 Acura RL Sedan");
    }

    @Override
    List<Integer> sizes() {
      return List.of(6, 2, 2);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.halve(TEST);
      return List.of("cars_test_annos_withlabels.mat: damaged");
    }

    @Test
    void testLabelsFollowTheAnnotations() {
      write(new Tree(root));
      assertThat(DataSets.read("stanford_cars", root).test())
          .extracting(example -> example.image().id(), Example::label)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("cars_test/00001.jpg", 1),
              org.assertj.core.groups.Tuple.tuple("cars_test/00002.jpg", 0));
    }
  }

  @Nested
  class CarsOfUnknownClass extends Cars {
    @Override
    List<String> damage(Tree tree) {
      tree.matlab("stanford_cars/devkit/cars_train_annos.mat", "annotations", Cars.annotations(3));
      return List.of("cars_train_annos.mat: annotation 1: class 3 is out of range");
    }
  }

  @Nested
  class CarsOfAnotherFile extends Cars {
    @Override
    List<String> damage(Tree tree) {
      tree.matlab("stanford_cars/devkit/cars_meta.mat", "class_names", Cars.small(1));
      return List.of("cars_meta.mat: damaged, or not the MATLAB file that belongs here");
    }
  }

  @Nested
  class Flowers extends DataSetContract {
    Flowers() {
      super("oxford_flowers");
    }

    @Override
    void write(Tree tree) {
      tree.images("oxford_flowers/jpg/image_%05d.jpg", 10);
      tree.matlab("oxford_flowers/imagelabels.mat", "labels", labels(2, 1, 2, 1, 1, 2, 2, 1, 1, 2));
      Map<String, String> names = new LinkedHashMap<>();
      names.put("2", "hard-leaved pocket orchid");
      names.put("1", "pink primrose");
      tree.json("oxford_flowers/cat_to_name.json", names);
    }

    private static Matrix labels(int... labels) {
      Matrix matrix = Mat5.newMatrix(1, labels.length, MatlabType.UInt8);
      for (int i = 0; i < labels.length; i++) {
        matrix.setInt(i, labels[i]);
      }
      return matrix;
    }

    @Override
    List<String> names() {
      return List.of("pink primrose", "hard-leaved pocket orchid");
    }

    /** Of 5: 2 (a half goes to the even neighbour), 1, 2. */
    @Override
    List<Integer> sizes() {
      return List.of(4, 2, 4);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.halve("oxford_flowers/imagelabels.mat");
      return List.of("imagelabels.mat: damaged");
    }
  }

  @Nested
  class FlowersOfUnknownClass extends Flowers {
    @Override
    List<String> damage(Tree tree) {
      tree.matlab("oxford_flowers/imagelabels.mat", "labels", Flowers.labels(1, 3));
      return List.of("imagelabels.mat: label 2: class 3 is out of range");
    }
  }

  @Nested
  class FlowersWithoutAName extends Flowers {
    @Override
    List<String> damage(Tree tree) {
      tree.json("oxford_flowers/cat_to_name.json", Map.of("1", "pink primrose", "3", "x"));
      return List.of("cat_to_name.json: there is no name for class 2");
    }
  }

  @Nested
  class Aircraft extends DataSetContract {
    Aircraft() {
      super("fgvc_aircraft");
    }

    @Override
    void write(Tree tree) {
      tree.images("fgvc_aircraft/images/%07d.jpg", 4);
      tree.text("fgvc_aircraft/variants.txt", "707-320", "F/A-18", "Model B200");
      tree.text("fgvc_aircraft/images_variant_train.txt", "0000001 Model B200", "0000002 707-320");
      tree.text("fgvc_aircraft/images_variant_val.txt", "0000003 F/A-18");
      tree.text("fgvc_aircraft/images_variant_test.txt", "0000004 Model B200");
    }

    @Override
    List<String> names() {
      return List.of("707-320", "F/A-18", "Model B200");
    }

    @Override
    List<Integer> sizes() {
      return List.of(2, 1, 1);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("fgvc_aircraft/images_variant_val.txt", "0000003 Concorde");
      return List.of("images_variant_val.txt: '0000003 Concorde' is no image with a variant");
    }
  }

  @Nested
  class Sun397 extends DataSetContract {
    Sun397() {
      super("sun397");
    }

    @Override
    void write(Tree tree) {
      tree.images("sun397/SUN397/a/abbey/sun_%d.jpg", 4);
      tree.images("sun397/SUN397/a/apartment_building/outdoor/sun_%d.jpg", 4);
      tree.text("sun397/ClassName.txt", "/a/abbey", "/a/apartment_building/outdoor");
      tree.text(
          "sun397/Training_01.txt",
          "/a/abbey/sun_1.jpg",
          "/a/abbey/sun_2.jpg",
          "/a/abbey/sun_3.jpg",
          "/a/apartment_building/outdoor/sun_1.jpg",
          "/a/apartment_building/outdoor/sun_2.jpg",
          "/a/apartment_building/outdoor/sun_3.jpg");
      tree.text(
          "sun397/Testing_01.txt", "/a/abbey/sun_4.jpg", "/a/apartment_building/outdoor/sun_4.jpg");
    }

    @Override
    List<String> names() {
      return List.of("abbey", "outdoor apartment building");
    }

    @Override
    List<Integer> sizes() {
      return List.of(4, 2, 2);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("sun397/Testing_01.txt", "/a/abbey/sun_9.jpg");
      return List.of("Testing_01.txt: there is no image", "sun_9.jpg");
    }
  }

  @Nested
  class SunOfUnknownClass extends Sun397 {
    @Override
    List<String> damage(Tree tree) {
      tree.text("sun397/Testing_01.txt", "garbage");
      return List.of("Testing_01.txt: 'garbage' is no image of a class of ClassName.txt");
    }
  }

  @Nested
  class Ucf101 extends DataSetContract {
    Ucf101() {
      super("ucf101");
    }

    @Override
    void write(Tree tree) {
      List<String> train = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        frame(tree, "Apply_Eye_Makeup", "ApplyEyeMakeup", i);
        frame(tree, "Yo_Yo", "YoYo", i);
        train.add("ApplyEyeMakeup/v_ApplyEyeMakeup_g01_c0" + i + ".avi 1");
        train.add("YoYo/v_YoYo_g01_c0" + i + ".avi 2");
      }
      frame(tree, "Yo_Yo", "YoYo", 4);
      tree.text("ucf101/ucfTrainTestlist/classInd.txt", "1 ApplyEyeMakeup\r", "2 YoYo\r");
      tree.text("ucf101/ucfTrainTestlist/trainlist01.txt", train.toArray(String[]::new));
      tree.text("ucf101/ucfTrainTestlist/testlist01.txt", "YoYo/v_YoYo_g01_c04.avi");
    }

    private static void frame(Tree tree, String folder, String action, int number) {
      tree.image("ucf101/UCF-101-midframes/%s/v_%s_g01_c0%d.jpg".formatted(folder, action, number));
    }

    @Override
    List<String> names() {
      return List.of("Apply Eye Makeup", "Yo Yo");
    }

    @Override
    List<Integer> sizes() {
      return List.of(4, 2, 1);
    }

    @Override
    List<String> damage(Tree tree) {
      tree.text("ucf101/ucfTrainTestlist/testlist01.txt", "Surfing/v_Surfing_g01_c01.avi");
      return List.of("testlist01.txt: 'Surfing/v_Surfing_g01_c01.avi' is no video of a class");
    }
  }

  @Nested
  class UcfWithGaps extends Ucf101 {
    @Override
    List<String> damage(Tree tree) {
      tree.text("ucf101/ucfTrainTestlist/classInd.txt", "1 ApplyEyeMakeup", "3 YoYo");
      return List.of("classInd.txt: '3 YoYo' is not class 2");
    }
  }
}
