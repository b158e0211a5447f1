package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.clip.token.ClipTokenizer;
import org.lammstream.manager.fixtures.Fixtures;

class CifarNamesTest {

  @Test
  void theLengthsAreThoseOfOpenAisVocabulary() {
    CheckpointFolder folder = CheckpointFolder.open(Fixtures.path("tiny_clip"));
    try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
      int[] counts = CifarNames.tokenCounts();
      assertThat(counts).hasSize(CifarNames.COUNT);
      for (int i = 0; i < counts.length; i++) {
        assertThat(tokenizer.encode(CifarNames.name(i))).as(CifarNames.name(i)).hasSize(counts[i]);
      }
    }
  }
}
