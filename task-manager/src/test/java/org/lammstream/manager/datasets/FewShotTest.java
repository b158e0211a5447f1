package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FewShotTest {
  private static List<Example> examples(String part, int... counts) {
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      for (int i = 0; i < counts[label]; i++) {
        String id = part + "/" + label + "/" + i + ".jpg";
        examples.add(new Example(new ImageLocation.File(Path.of("/data"), id), label));
      }
    }
    return examples;
  }

  private static DataSet data(int... train) {
    List<String> names = List.of("a", "b", "c", "d", "e").subList(0, train.length);
    int[] others = train.clone();
    return new DataSet(
        "folder",
        names,
        examples("train", train),
        examples("val", others),
        examples("test", Arrays.copyOf(new int[] {2, 1}, train.length)));
  }

  private static List<Long> counts(List<Example> examples) {
    return List.copyOf(
        examples.stream()
            .collect(Collectors.groupingBy(Example::label, Collectors.counting()))
            .values());
  }

  @Test
  void eachClassGetsItsShotsAndAtMostFourForValidation() {
    DataSet few = FewShot.sample(data(20, 30, 3), 16, 1);
    assertThat(counts(few.train())).containsExactly(16L, 16L, 3L);
    assertThat(counts(few.validation())).containsExactly(4L, 4L, 3L);
    assertThat(few.test()).isEqualTo(data(20, 30, 3).test());
    assertThat(counts(FewShot.sample(data(20, 30, 3), 2, 1).validation()))
        .containsExactly(2L, 2L, 2L);
  }

  @Test
  void drawsAreWithoutReplacementAndFromTheSameClass() {
    DataSet few = FewShot.sample(data(20, 30, 3), 16, 1);
    assertThat(few.train()).doesNotHaveDuplicates().isSubsetOf(data(20, 30, 3).train());
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(FewShot.sample(data(40, 40), 4, 7)).isEqualTo(FewShot.sample(data(40, 40), 4, 7));
    assertThat(FewShot.sample(data(40, 40), 4, 7).train())
        .isNotEqualTo(FewShot.sample(data(40, 40), 4, 8).train());
  }

  @Test
  void whatAClassDrawsDependsOnNoOtherClass() {
    List<Example> first = FewShot.sample(data(40, 40), 4, 7).train().subList(0, 4);
    assertThat(FewShot.sample(data(40, 9, 2), 4, 7).train().subList(0, 4)).isEqualTo(first);
  }

  @Test
  void noShotsAreRefused() {
    assertThatThrownBy(() -> FewShot.sample(data(1, 1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void baseIsTheLargerHalfAndLabelsCountFromZeroInBoth() {
    BaseToNew halves = BaseToNew.of(data(1, 2, 3, 4, 5));
    assertThat(halves.base().classNames()).containsExactly("a", "b", "c");
    assertThat(halves.novel().classNames()).containsExactly("d", "e");
    assertThat(counts(halves.base().train())).containsExactly(1L, 2L, 3L);
    assertThat(counts(halves.novel().train())).containsExactly(4L, 5L);
    assertThat(halves.novel().train())
        .extracting(example -> example.image().id() + " " + example.label())
        .startsWith("train/3/0.jpg 0")
        .endsWith("train/4/4.jpg 1");
  }

  @Test
  void oneClassCannotBeDivided() {
    assertThatThrownBy(() -> BaseToNew.of(data(1))).isInstanceOf(DataSetException.class);
  }

  @Test
  void aLabelWithoutANameIsRefused() {
    assertThatThrownBy(
            () -> new DataSet("x", List.of("a"), examples("train", 1, 1), List.of(), List.of()))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("label 1 of train/1/0.jpg is out of range");
  }
}
