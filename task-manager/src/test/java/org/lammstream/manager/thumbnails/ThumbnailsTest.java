package org.lammstream.manager.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailsTest {
  private final Path root;
  private final Path folder;
  private final Thumbnails thumbnails;

  ThumbnailsTest(@TempDir Path root) {
    this.root = root;
    this.folder = root.resolve("store/thumbnails");
    this.thumbnails = new Thumbnails(folder, 1000);
  }

  /** Something that begins and ends as a JPEG file does. */
  private static byte[] jpeg(int size) {
    byte[] file = new byte[size];
    file[0] = (byte) 0xff;
    file[1] = (byte) 0xd8;
    file[size - 2] = (byte) 0xff;
    file[size - 1] = (byte) 0xd9;
    return file;
  }

  private static boolean keep(Thumbnails in, String learner, String task, int size, int... indexes)
      throws IOException {
    boolean all = true;
    try (Thumbnails.Draft draft = in.begin(learner, task)) {
      for (int index : indexes) {
        all &= draft.add(index, jpeg(size));
      }
      draft.keep();
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "..",
        "../../../etc",
        "/etc/passwd",
        "a/b",
        "nul\0byte",
        "",
        " ",
        "draft",
        "ä\n",
        "C:\\x",
        "%2e%2e"
      })
  void noNameLeadsOutOfTheFolder(String hostile) throws IOException {
    keep(thumbnails, hostile, hostile, 40, 0, 7);
    assertThat(files())
        .hasSize(2)
        .allSatisfy(
            file ->
                assertThat(folder.relativize(file).toString())
                    .matches("[0-9a-f]{64}/[0-9a-f]{64}/[07]\\.jpg"));
    assertThat(thumbnails.kept(hostile, hostile)).containsExactly(0, 7);
    assertThat(thumbnails.read(hostile, thumbnails.name(hostile, hostile, 7))).contains(jpeg(40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../secret", "/etc/passwd", "0.jpg", "x-0", "\0"})
  void onlyNamesOfThumbnailsAreRead(String name) throws IOException {
    keep(thumbnails, "learner", "task", 40, 0);
    Files.write(root.resolve("store/secret"), jpeg(40));
    assertThat(thumbnails.read("learner", name)).isEmpty();
    String known = thumbnails.name("learner", "task", 0);
    assertThat(thumbnails.read("other", known)).isEmpty();
    for (String odd : List.of("/../secret", ".jpg", " ", "0", "\n")) {
      assertThat(thumbnails.read("learner", known + odd)).isEmpty();
    }
  }

  @Test
  void aDamagedFileIsNotThere() throws IOException {
    keep(thumbnails, "learner", "task", 40, 0, 1, 2, 3);
    List<Path> files = files().stream().sorted().toList();
    Files.write(files.get(0), Arrays.copyOf(jpeg(40), 20));
    Files.write(files.get(1), new byte[0]);
    Files.delete(files.get(2));
    Files.createSymbolicLink(files.get(2), files.get(3));
    for (int index = 0; index < 3; index++) {
      assertThat(thumbnails.read("learner", thumbnails.name("learner", "task", index))).isEmpty();
    }
    assertThat(thumbnails.read("learner", thumbnails.name("learner", "task", 3))).isPresent();
  }

  @Test
  void theyOutliveTheProcessAndWhatAKilledOneLeftIsRemoved() throws IOException {
    keep(thumbnails, "learner", "task", 400, 5);
    Files.write(Files.createDirectories(folder.resolve("draft")).resolve("0.jpg"), jpeg(300));
    Thumbnails again = new Thumbnails(folder, 1000);
    assertThat(files()).hasSize(1);
    assertThat(again.kept("learner", "task")).containsExactly(5);
    assertThat(keep(again, "learner", "next", 400, 0)).isTrue();
    assertThat(keep(again, "learner", "last", 400, 0)).isFalse();
  }

  @Test
  void overTheLimitNothingIsAddedAndNothingRemoved() throws IOException {
    assertThat(keep(thumbnails, "learner", "one", 300, 0, 1)).isTrue();
    assertThat(keep(thumbnails, "learner", "two", 300, 0, 1)).isFalse();
    assertThat(thumbnails.kept("learner", "one")).containsExactly(0, 1);
    assertThat(thumbnails.kept("learner", "two")).containsExactly(0);
    assertThat(thumbnails.isFull()).isFalse();
    assertThat(keep(thumbnails, "learner", "three", 100, 0)).isTrue();
    assertThat(thumbnails.isFull()).isTrue();
  }

  @Test
  void aTaskKeptAgainReplacesItsThumbnailsAndTheirBytes() throws IOException {
    keep(thumbnails, "learner", "task", 450, 0, 1);
    assertThat(keep(thumbnails, "learner", "task", 50, 2)).isTrue();
    assertThat(thumbnails.kept("learner", "task")).containsExactly(2);
    assertThat(keep(thumbnails, "learner", "other", 450, 0, 1)).isTrue();
  }

  @Test
  void whatIsNotKeptLeavesNothing() throws IOException {
    try (Thumbnails.Draft draft = thumbnails.begin("learner", "task")) {
      draft.add(0, jpeg(40));
    }
    assertThat(files()).isEmpty();
    assertThat(thumbnails.kept("learner", "task")).isEmpty();
  }
}
