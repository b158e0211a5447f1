package org.lammstream.manager.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
  private static final float[] ONE = {1, 2, 3};
  private static final float[] TWO = {-1, 0.1f, 1e-9f};

  @TempDir private Path folder;

  @Test
  void whatWasAddedIsThereWhenItIsOpenedAgain() throws IOException {
    FeatureFile file = open();
    assertThat(file.has("a")).isFalse();
    file.add(List.of("a"), List.of(ONE));
    file.add(List.of("b/ä.png"), List.of(TWO));
    FeatureFile again = open();
    assertThat(again.get("a")).isEqualTo(ONE);
    assertThat(again.get("b/ä.png")).isEqualTo(TWO);
  }

  @Test
  void aFileCutAnywhereKeepsTheWholeRecordsAndGrowsOn() throws IOException {
    open().add(List.of("a", "b"), List.of(ONE, TWO));
    byte[] whole = Files.readAllBytes(path());
    int record = (whole.length - 8) / 2;
    for (int length = 0; length < whole.length; length++) {
      Files.write(path(), Arrays.copyOf(whole, length));
      FeatureFile cut = open();
      assertThat(cut.has("a")).as("%d bytes", length).isEqualTo(length >= 8 + record);
      assertThat(cut.has("b")).isFalse();
      cut.add(List.of("b"), List.of(TWO));
      assertThat(open().get("b")).isEqualTo(TWO);
    }
  }

  @Test
  void anotherFileIsNotTaken() throws IOException {
    Files.writeString(path(), "something else");
    assertThatThrownBy(this::open).hasMessageContaining("holds no image features");
    assertThat(path()).hasContent("something else");
  }

  private FeatureFile open() throws IOException {
    return FeatureFile.open(path(), 3);
  }

  private Path path() {
    return folder.resolve("features.bin");
  }
}
