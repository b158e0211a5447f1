package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EmbeddingsDigestTest {

  @Test
  void sharedPromptsCountBitForBitAndNoneCountNothing() {
    List<ClassEmbedding> classes = List.of(TRIANGLE, BEETLE);
    String plain = EmbeddingsDigest.sha256(classes);
    assertThat(EmbeddingsDigest.sha256(classes, Optional.empty())).isEqualTo(plain);
    String prompted = EmbeddingsDigest.sha256(classes, prompts("ctx", List.of(1, 2), 1f, 0f));
    assertThat(prompted).isNotEqualTo(plain);
    assertThat(EmbeddingsDigest.sha256(classes, prompts("ctx", List.of(1, 2), 1f, -0f)))
        .isNotEqualTo(prompted);
    assertThat(EmbeddingsDigest.sha256(classes, prompts("ctx", List.of(2, 1), 1f, 0f)))
        .isNotEqualTo(prompted);
    assertThat(EmbeddingsDigest.sha256(classes, prompts("other", List.of(1, 2), 1f, 0f)))
        .isNotEqualTo(prompted);
  }

  private static Optional<SharedPrompts> prompts(
      String name, List<Integer> shape, float... values) {
    return Optional.of(
        new SharedPrompts(new TreeMap<>(Map.of(name, new StoredTensor(shape, values)))));
  }

  private static final float[] FEATURE = {1f, 0f};

  private static final ClassEmbedding TRIANGLE =
      new ClassEmbedding(
          "striped red triangle",
          2,
          3,
          new float[] {0f, -1.5f, 2.25f, 1e-8f, 3.0000001E10f, -0f},
          new int[0],
          new float[6],
          FEATURE,
          FEATURE,
          new float[0]);

  private static final ClassEmbedding BEETLE =
      new ClassEmbedding(
          "Käfer",
          1,
          3,
          new float[] {0.1f, 0.2f, 0.3f},
          new int[] {530, 49407},
          new float[3],
          FEATURE,
          FEATURE,
          new float[0]);

  @Test
  void itEqualsWhatPythonComputesFromTheDescription() {
    assertThat(EmbeddingsDigest.sha256(List.of(TRIANGLE, BEETLE)))
        .isEqualTo("061174f572e3dde1aa316e3a0f733353bf5d5906316a1283fa753c405d16e525");
    assertThat(EmbeddingsDigest.sha256(List.of()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void itChangesWithOrderNameAndTheSignOfZero() {
    String digest = EmbeddingsDigest.sha256(List.of(TRIANGLE));
    assertThat(EmbeddingsDigest.sha256(List.of(BEETLE, TRIANGLE)))
        .isNotEqualTo(EmbeddingsDigest.sha256(List.of(TRIANGLE, BEETLE)));
    float[] flipped = TRIANGLE.labelEmbedding().clone();
    flipped[5] = 0f;
    assertThat(EmbeddingsDigest.sha256(List.of(with("striped red triangle", flipped))))
        .isNotEqualTo(digest);
    assertThat(EmbeddingsDigest.sha256(List.of(with("red", TRIANGLE.labelEmbedding()))))
        .isNotEqualTo(digest);
  }

  @Test
  void itDoesNotDependOnAnchorsAndFeatures() {
    ClassEmbedding other =
        new ClassEmbedding(
            TRIANGLE.name(),
            2,
            3,
            TRIANGLE.labelEmbedding(),
            new int[0],
            new float[] {9, 9, 9, 9, 9, 9},
            new float[] {0f, 1f},
            FEATURE,
            FEATURE);
    assertThat(EmbeddingsDigest.sha256(List.of(other)))
        .isEqualTo(EmbeddingsDigest.sha256(List.of(TRIANGLE)));
  }

  @Test
  void itTakesInAKnownImageSumAsPythonWould() {
    ImageSum images = new ImageSum(new double[] {0.1, -0.0, 1e300}, (1L << 33) + 1);
    assertThat(EmbeddingsDigest.sha256(List.of(TRIANGLE, counted(images))))
        .isEqualTo("0b2e51b0dec9a03ce881e80462fe55a6bc2cd4a91a865fac32d9465ccb2abaaf");
    assertThat(EmbeddingsDigest.sha256(List.of(TRIANGLE, counted(ImageSum.UNKNOWN))))
        .isEqualTo(EmbeddingsDigest.sha256(List.of(TRIANGLE, BEETLE)));
  }

  @Test
  void itChangesWithTheCountAndTheSignOfZeroInTheSum() {
    String digest = EmbeddingsDigest.sha256(List.of(counted(new ImageSum(new double[] {0.0}, 4))));
    assertThat(EmbeddingsDigest.sha256(List.of(counted(new ImageSum(new double[] {0.0}, 5)))))
        .isNotEqualTo(digest);
    assertThat(EmbeddingsDigest.sha256(List.of(counted(new ImageSum(new double[] {-0.0}, 4)))))
        .isNotEqualTo(digest);
  }

  private static ClassEmbedding counted(ImageSum images) {
    return new ClassEmbedding(
        BEETLE.name(),
        1,
        3,
        BEETLE.labelEmbedding(),
        BEETLE.tailTokenIds(),
        new float[3],
        FEATURE,
        FEATURE,
        new float[0],
        0,
        images);
  }

  private static ClassEmbedding with(String name, float[] labelEmbedding) {
    return new ClassEmbedding(
        name, 2, 3, labelEmbedding, new int[0], new float[6], FEATURE, FEATURE, new float[0]);
  }
}
