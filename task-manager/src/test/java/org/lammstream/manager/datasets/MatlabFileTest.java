package org.lammstream.manager.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Struct;

class MatlabFileTest {
  private static final String FILE = "stanford_cars/annos.mat";

  @TempDir Path root;
  private byte[] whole = {};

  @BeforeEach
  void write() throws IOException {
    Struct struct = Mat5.newStruct(1, 3);
    for (int i = 0; i < 3; i++) {
      struct.set("class", i, Mat5.newScalar(i + 1));
      struct.set("fname", i, Mat5.newString("0000" + i + ".jpg"));
    }
    new Tree(root).matlab(FILE, "annotations", struct);
    whole = Files.readAllBytes(root.resolve(FILE));
  }

  /** The last file name of the damaged file, or the message of the refusal. */
  private String read(byte[] bytes) {
    new Tree(root).bytes(FILE, bytes);
    Folder folder = Folder.of(DataSets.info("stanford_cars"), root);
    try {
      return MatlabFile.read(
          folder,
          "annos.mat",
          file -> file.getStruct("annotations").getChar("fname", 2).getString());
    } catch (DataSetException e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }

  @Test
  void aWholeFileIsRead() {
    assertThat(read(whole)).isEqualTo("00002.jpg");
  }

  @Test
  void aFileCutAnywhereIsRefusedWithItsName() {
    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).as("%d bytes", length).contains("annos.mat: ");
    }
  }

  @Test
  void changedBytesAreReadOrRefusedAndNothingElseHappens() {
    Random random = new Random(5);
    for (int round = 0; round < 400; round++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(read(changed)).as("round %d", round).hasSizeGreaterThan(0);
    }
  }
}
