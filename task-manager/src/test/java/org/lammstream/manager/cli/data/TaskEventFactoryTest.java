package org.lammstream.manager.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.cli.JobException;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskRules;

class TaskEventFactoryTest {
  private static final PlannedTask TASK = new PlannedTask("t", List.of("apple", "pear"));

  private final Path root;
  private final List<String> notices = new ArrayList<>();

  TaskEventFactoryTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void anEventHoldsTheShotsOfEveryClassAndAllTestImages() throws IOException {
    draw(6, 3);
    PreparedTask task = factory(4, 1, false, Map.of()).prepare(TASK);
    assertThat(task.event().train()).hasSize(8);
    assertThat(task.event().test()).hasSize(6);
    assertThat(task.event().train()).extracting(Example::label).containsOnly("apple", "pear");
    assertThat(task.event().train())
        .extracting(Example::image)
        .hasOnlyElementsOfType(ImageFile.class);
    assertThat(TaskRules.check(task.event())).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void theSeedDecidesWhichImagesAreDrawn() throws IOException {
    draw(20, 1);
    var first = factory(5, 1, false, Map.of()).prepare(TASK);
    assertThat(factory(5, 1, false, Map.of()).prepare(TASK)).isEqualTo(first);
    assertThat(factory(5, 2, false, Map.of()).prepare(TASK).event().train())
        .isNotEqualTo(first.event().train());
  }

  @Test
  void whatAClassIsShownDoesNotDependOnTheOtherClasses() {
    List<Integer> items = IntStream.range(0, 30).boxed().toList();
    ShotSampler sampler = new ShotSampler(1);
    assertThat(sampler.draw("apple", items, 5))
        .isSorted()
        .doesNotHaveDuplicates()
        .isEqualTo(new ShotSampler(1).draw("apple", items, 5))
        .isNotEqualTo(sampler.draw("pear", items, 5));
  }

  @Test
  void tooFewImagesAreUsedAllAndTheUserIsTold() throws IOException {
    draw(3, 1);
    assertThat(factory(16, 1, false, Map.of()).prepare(TASK).event().train()).hasSize(6);
    assertThat(notices).hasSize(2).allMatch(notice -> notice.contains("only 3 training images"));
  }

  @Test
  void theEventIdFollowsContentSettingsAndSeedButNotThePlace() throws IOException {
    draw(3, 1);
    String id = factory(2, 1, false, Map.of()).prepare(TASK).eventId();
    assertThat(factory(2, 1, true, Map.of()).prepare(TASK).eventId()).isEqualTo(id);
    assertThat(factory(3, 1, false, Map.of()).prepare(TASK).eventId())
        .isNotEqualTo(factory(3, 2, false, Map.of()).prepare(TASK).eventId());
    assertThat(factory(2, 1, false, Map.of("old", "frozen")).prepare(TASK).eventId())
        .isNotEqualTo(id);
    Files.copy(
        root.resolve("test/pear/0.png"),
        root.resolve("test/apple/0.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(factory(2, 1, false, Map.of()).prepare(TASK).eventId()).isNotEqualTo(id);
  }

  @Test
  void inlineImagesAreTheFilesThemselves() throws IOException {
    draw(1, 1);
    var event = factory(1, 1, true, Map.of()).prepare(TASK).event();
    assertThat(event.test().get(0).image())
        .isEqualTo(new InlineImage(Files.readAllBytes(root.resolve("test/apple/0.png"))));
  }

  @Test
  void missingAndEmptyClassesAreNamed() throws IOException {
    draw(1, 1);
    Files.createDirectories(root.resolve("train/empty"));
    assertThatThrownBy(
            () -> factory(1, 1, false, Map.of()).prepare(new PlannedTask("t", List.of("plum"))))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("class 'plum' has no folder in 'train'");
    assertThatThrownBy(
            () -> factory(1, 1, false, Map.of()).prepare(new PlannedTask("t", List.of("empty"))))
        .hasMessageContaining("class 'empty' has no .jpg, .jpeg or .png file in 'train'");
    assertThatThrownBy(
            () -> factory(1, 1, false, Map.of()).prepare(new PlannedTask("t", List.of("../test"))))
        .hasMessageContaining("has no folder in 'train'");
  }

  @Test
  void aFolderWithoutBothSplitsIsNoImageFolder() throws IOException {
    Files.createDirectories(root.resolve("train"));
    assertThatThrownBy(() -> ImageFolder.open(root)).hasMessageContaining("no folder 'test'");
    assertThatThrownBy(() -> ImageFolder.open(root.resolve("nowhere")))
        .hasMessageContaining("no such folder");
  }

  @Test
  void classesAreSplitInAlphabeticalOrder() {
    draw(1, 1);
    assertThat(ImageFolder.open(root).classes()).containsExactly("apple", "pear");
    assertThat(TaskPlan.split(List.of("a", "b", "c"), 2))
        .containsExactly(
            new PlannedTask("task-01", List.of("a", "b")),
            new PlannedTask("task-02", List.of("c")));
  }

  @Test
  void taskNamesAreTheSameUnderEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG")); // its digits are not 0 to 9
    try {
      assertThat(String.format("%d", 1)).isNotEqualTo("1");
      assertThat(TaskPlan.split(List.of("a", "b"), 1))
          .extracting(PlannedTask::name)
          .containsExactly("task-01", "task-02");
      BuiltinData.writeImages(root, List.of("striped red heart"), 1, 1, 1);
      assertThat(root.resolve("train/striped red heart/00.png")).exists();
    } finally {
      Locale.setDefault(before);
    }
  }

  private void draw(int train, int test) {
    DrawnFolder.draw(root, TASK.classes(), train, test);
  }

  private TaskEventFactory factory(
      int shots, long seed, boolean inline, Map<String, String> configuration) {
    return new TaskEventFactory(
        ImageFolder.open(root),
        new TaskEventFactory.Settings("learner", shots, seed, configuration, inline, ""),
        notices::add);
  }
}
