package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every reader keeps to. */
abstract class DataSetContract {
  @TempDir Path root;

  private final String id;

  DataSetContract(String id) {
    this.id = id;
  }

  /** Writes a small tree in the true layout. */
  abstract void write(Tree tree);

  /** Damages one file of it; returns what the message must hold, the file's name included. */
  abstract List<String> damage(Tree tree);

  abstract List<String> names();

  /** Numbers of training, validation and test examples. */
  abstract List<Integer> sizes();

  private DataSet read() {
    write(new Tree(root));
    return DataSets.read(id, root);
  }

  @Test
  void classesAndSizesAreThoseOfTheFiles() {
    DataSet data = read();
    assertThat(data.name()).isEqualTo(id);
    assertThat(data.classNames()).isEqualTo(names());
    assertThat(List.of(data.train().size(), data.validation().size(), data.test().size()))
        .isEqualTo(sizes());
  }

  @Test
  void readingTwiceGivesEqualDataSets() {
    assertThat(read()).isEqualTo(DataSets.read(id, root));
  }

  @Test
  void labelsAreDense() {
    DataSet data = read();
    TreeSet<Integer> labels = new TreeSet<>();
    all(data).forEach(example -> labels.add(example.label()));
    assertThat(labels)
        .containsExactlyElementsOf(IntStream.range(0, names().size()).boxed().toList());
  }

  @Test
  void everyImageIsThereOnceAndCanBeDecoded() throws IOException {
    List<Example> examples = all(read()).toList();
    assertThat(examples).extracting(example -> example.image().id()).doesNotHaveDuplicates();
    for (Example example : examples) {
      assertThat(ImageIO.read(new ByteArrayInputStream(example.image().read()))).isNotNull();
    }
  }

  @Test
  void theRootMayBeTheDataSetsOwnFolder() {
    DataSet data = read();
    assertThat(DataSets.read(id, root.resolve(DataSets.info(id).folder()))).isEqualTo(data);
  }

  @Test
  void aMissingRootIsNamed() {
    assertThat(failure(root.resolve("nowhere"))).endsWith("nowhere: no such folder");
  }

  @Test
  void anEmptyRootSaysWhatIsExpected() {
    assertThat(failure(root))
        .contains(root.resolve(DataSets.info(id).folder()).toString(), id + " is expected as")
        .contains(DataSets.info(id).layout());
  }

  @Test
  void anEmptyFolderSaysWhatIsExpected() throws IOException {
    Files.createDirectories(root.resolve(DataSets.info(id).folder()));
    assertThat(failure(root)).contains(id + " is expected as");
  }

  @Test
  void aDamagedFileIsNamed() {
    write(new Tree(root));
    List<String> expected = damage(new Tree(root));
    assertThat(failure(root)).contains(expected);
  }

  private String failure(Path place) {
    DataSetException failure =
        catchThrowableOfType(DataSetException.class, () -> DataSets.read(id, place));
    assertThat(failure).isNotNull();
    String message = Objects.requireNonNull(failure.getMessage());
    assertThat(message).hasLineCount(1);
    return message;
  }

  private static Stream<Example> all(DataSet data) {
    return Stream.of(data.train(), data.validation(), data.test()).flatMap(List::stream);
  }
}
