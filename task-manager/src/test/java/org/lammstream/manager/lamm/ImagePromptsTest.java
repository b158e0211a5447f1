package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredTensor;

/** Prompts of both towers among those of a version. */
class ImagePromptsTest {
  private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();

  ImagePromptsTest() {
    put("ctx", 2, 4);
    put("proj.weight", 3, 4);
    put("proj.bias", 3);
    put("compound_prompts_text.0", 2, 4);
    put("compound_prompt_projections.0.weight", 3, 4);
    put("compound_prompt_projections.0.bias", 3);
  }

  private void put(String name, Integer... shape) {
    int count = Stream.of(shape).reduce(1, (a, b) -> a * b);
    tensors.put(name, new StoredTensor(List.of(shape), new float[count]));
  }

  @Test
  void theyComeBackAsTheyWereStored() {
    ImagePrompts prompts = ImagePrompts.of(new SharedPrompts(tensors)).orElseThrow();
    assertThat(prompts.depth()).isEqualTo(2);
    assertThat(prompts.numbers()).isEqualTo(8 + 12 + 3 + 8 + 12 + 3);
    assertThat(prompts.stored()).isEqualTo(new SharedPrompts(tensors));
  }

  @Test
  void aContextAloneLeavesTheImageTowerAsItIs() {
    tensors.keySet().retainAll(List.of("ctx"));
    assertThat(ImagePrompts.of(new SharedPrompts(tensors))).isEmpty();
  }

  @Test
  void whatIsMissingTooMuchOrOfAnotherShapeIsNamed() {
    tensors.remove("compound_prompt_projections.0.bias");
    assertRefused("without compound_prompt_projections.0.bias");
    put("compound_prompt_projections.0.bias", 4);
    assertRefused("compound_prompt_projections.0.bias of shape [4], not [3]");
    put("compound_prompt_projections.0.bias", 3);
    put("compound_prompts_text.7", 2, 4);
    assertRefused("compound_prompts_text.7");
    tensors.remove("compound_prompts_text.7");
    put("proj.weight", 3, 5);
    assertRefused("a context of shape [2, 4] and a map of shape [3, 5]");
    tensors.remove("ctx");
    assertRefused("without ctx");
  }

  private void assertRefused(String part) {
    assertThatThrownBy(() -> ImagePrompts.of(new SharedPrompts(tensors)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }
}
