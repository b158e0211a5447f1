package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingTest {
  private static final List<String> SUFFIXES = List.of(".jpg", ".png");

  @TempDir private Path folder;

  @Test
  void hiddenEntriesArePassedOverAndTheOthersSorted() throws IOException {
    for (String name : List.of("b.jpg", "B.jpg", "a 10.jpg", "a 2.jpg", ".hidden.jpg", "notes")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("a"));
    Files.createDirectory(folder.resolve(".cache"));
    assertThat(FolderListing.of(folder))
        .extracting(FolderListing::name)
        .containsExactly("B.jpg", "a", "a 10.jpg", "a 2.jpg", "b.jpg", "notes");
  }

  @Test
  void suffixesAreReadInSmallAndInCapitalLetters() {
    assertThat(FolderListing.hasSuffix(folder.resolve("a.jpg"), SUFFIXES)).isTrue();
    assertThat(FolderListing.hasSuffix(folder.resolve("IMG_1.JPG"), SUFFIXES)).isTrue();
    assertThat(FolderListing.hasSuffix(folder.resolve("a.png.txt"), SUFFIXES)).isFalse();
    assertThat(FolderListing.hasSuffix(folder.resolve("x.jpg").resolve("a.gif"), SUFFIXES))
        .isFalse();
  }

  @Test
  void aFolderThatIsNotThereCannotBeRead() {
    assertThatThrownBy(() -> FolderListing.of(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
