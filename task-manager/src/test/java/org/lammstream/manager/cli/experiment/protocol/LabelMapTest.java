package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.datasets.ImageLocation;

class LabelMapTest {
  /** Two of ImageNet's classes share a name. */
  private static final DataSet SOURCE =
      set(
          "imagenet",
          List.of("tench", "crane", "crane", "missile"),
          "images/train/n01/a",
          "images/train/n02/a",
          "images/train/n03/a",
          "images/train/n04/a");

  @Test
  void equalNamesAreInTheSameOrderWhateverTheFolders() {
    DataSet numbered = set("v2", SOURCE.classNames(), "val/0/x", "val/1/x", "val/2/x", "val/3/x");
    assertThat(LabelMap.of(SOURCE, numbered)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void foldersTellClassesOfOneNameApart() {
    DataSet part = set("a", List.of("crane", "tench"), "imagenet-a/n03/x", "imagenet-a/n01/x");
    assertThat(LabelMap.of(SOURCE, part)).containsExactly(2, 0);
  }

  @Test
  void whereFoldersSayNothingNamesDo() {
    DataSet flat = set("flat", List.of("missile", "sofa", "tench"), "images/x", "images/y", "z");
    assertThat(LabelMap.of(SOURCE, flat)).containsExactly(3, LabelMap.NONE, 0);
    DataSet unclear = set("flat", List.of("crane"), "images/x");
    assertThat(LabelMap.of(SOURCE, unclear)).containsExactly(LabelMap.NONE);
  }

  @Test
  void twoClassesAreNeverTheSame() {
    DataSet twice = set("twice", List.of("tench", "other"), "x/y", "val/n01/x");
    assertThatThrownBy(() -> LabelMap.of(SOURCE, twice))
        .hasMessage("twice has two classes that are 'tench' of imagenet");
  }

  @Test
  void aTargetsExamIsAmongTheClassesThatItHas() {
    DataSet part = set("a", List.of("crane", "tench"), "imagenet-a/n03/x", "imagenet-a/n01/x");
    Exam exam = new ShiftTarget("a", part).exam(SOURCE, false);
    assertThat(((Exam.Learned) exam.candidates()).labels()).containsExactly(0, 2);
    assertThat(exam.images()).extracting(Example::label).containsExactly(1, 0);
    DataSet more = set("b", List.of("sofa", "tench"), "b/n99/x", "b/n01/x");
    assertThatThrownBy(() -> new ShiftTarget("b", more).exam(SOURCE, false))
        .hasMessage("target b: its class 'sofa' is none of imagenet");
    assertThat(new ShiftTarget("b", more).exam(SOURCE, true).images()).hasSize(1);
  }

  /** A test image for each class. */
  private static DataSet set(String name, List<String> classes, String... ids) {
    List<Example> images =
        IntStream.range(0, ids.length)
            .mapToObj(label -> new Example(new ImageLocation.File(Path.of("/"), ids[label]), label))
            .toList();
    return new DataSet(name, classes, List.of(), List.of(), images);
  }
}
