package org.lammstream.manager.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinDataTest {

  @TempDir private Path folder;

  @Test
  void thereAreManyClassesAndNoneTwice() {
    List<String> all =
        Stream.concat(BuiltinData.knownClasses().stream(), BuiltinData.newClasses().stream())
            .toList();
    assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThan(50).contains("striped red triangle");
  }

  @Test
  void everyNewClassHasAWordTheCheckpointNeverRead() {
    Set<String> known = words(BuiltinData.knownClasses());
    assertThat(BuiltinData.newClasses())
        .hasSize(36)
        .allMatch(name -> !known.containsAll(List.of(name.split(" "))));
  }

  @Test
  void knownClassesShowEveryKnownWordManyTimes() {
    for (String word : words(BuiltinData.knownClasses())) {
      assertThat(BuiltinData.knownClasses().stream().filter(name -> name.contains(word)).count())
          .as(word)
          .isGreaterThan(10);
    }
  }

  @Test
  void writesTheUsualImageFolder() throws IOException {
    BuiltinData.writeImages(folder, List.of("dotted blue heart", "plain red circle"), 3, 2, 1);
    assertThat(files(folder))
        .containsExactly(
            "test/dotted blue heart/00.png",
            "test/dotted blue heart/01.png",
            "test/plain red circle/00.png",
            "test/plain red circle/01.png",
            "train/dotted blue heart/00.png",
            "train/dotted blue heart/01.png",
            "train/dotted blue heart/02.png",
            "train/plain red circle/00.png",
            "train/plain red circle/01.png",
            "train/plain red circle/02.png");
  }

  @Test
  void equalSeedsGiveEqualFoldersAndNoPictureTwice() throws IOException {
    List<String> classes = List.of("netted pink star");
    BuiltinData.writeImages(folder.resolve("a"), classes, 6, 6, 1);
    BuiltinData.writeImages(folder.resolve("b"), classes, 6, 6, 1);
    BuiltinData.writeImages(folder.resolve("c"), classes, 6, 6, 2);
    Set<ByteBuffer> contents = new HashSet<>();
    for (String file : files(folder.resolve("a"))) {
      byte[] bytes = Files.readAllBytes(folder.resolve("a").resolve(file));
      assertThat(Files.readAllBytes(folder.resolve("b").resolve(file))).isEqualTo(bytes);
      assertThat(Files.readAllBytes(folder.resolve("c").resolve(file))).isNotEqualTo(bytes);
      contents.add(ByteBuffer.wrap(bytes));
    }
    assertThat(contents).hasSize(12);
  }

  private static Set<String> words(List<String> names) {
    return names.stream()
        .flatMap(name -> Arrays.stream(name.split(" ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
