package org.lammstream.manager.clip.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.ClassEmbedding;

class PretrainingTest {

  private static final PretrainingConfiguration TINY =
      new PretrainingConfiguration(16, 8, 32, 4, 2, 2, 16, 77, 100, 8, 4, 1, 5e-3f, 0.1f, 3);
  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json");

  @TempDir private Path folder;

  @Test
  void stepsOnOneBatchLowerItsLoss() throws IOException {
    try (HuggingFaceTokenizer tokenizer = tokenizer();
        Trainer trainer = new Trainer(TINY, tokenizer, vocabulary().tokens().size())) {
      PictureStream.Batch batch = stream().next();
      double first = trainer.step(batch);
      trainer.step(batch);
      double third = trainer.step(batch);
      assertThat(first).isBetween(1.0, 5.0);
      assertThat(third).isLessThan(first - 0.05);
    }
  }

  @Test
  void theSameSeedMakesTheSameFiles() throws IOException {
    List<Double> losses = new ArrayList<>();
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Path c = folder.resolve("c");
    PretrainingListener listener = (step, steps, loss) -> losses.add(loss);
    new Pretraining(TINY, listener).run(a, trainer -> a);
    new Pretraining(TINY, listener).run(b, trainer -> b);
    new Pretraining(TINY.withSeed(4).withSteps(1), listener).run(c, trainer -> c);
    assertThat(losses).hasSize(9);
    assertThat(losses.subList(4, 8)).isEqualTo(losses.subList(0, 4));
    for (String file : FILES) {
      assertThat(b.resolve(file)).as(file).hasSameBinaryContentAs(a.resolve(file));
    }
    String weights = "model.safetensors";
    assertThat(Files.mismatch(a.resolve(weights), c.resolve(weights))).isNotEqualTo(-1);
  }

  @Test
  void theWrittenCheckpointGivesTheFeaturesOfTheTrainer() throws IOException {
    List<String> names = List.of("striped red triangle", "dotted turquoise heart");
    List<BufferedImage> pictures = stream().next().pictures();
    Pretraining pretraining = new Pretraining(TINY.withSteps(2), (step, steps, loss) -> {});
    List<float[][]> expected =
        pretraining.run(
            folder,
            trainer ->
                List.of(
                    trainer.images(pictures),
                    trainer.texts(
                        names.stream().map(name -> Captions.PROMPT.replace("%s", name)).toList())));
    try (ClipModel model = ClipModel.load(folder, new ComputeDevice.Cpu());
        LammLearner learner = new LammLearner(model)) {
      assertClose(
          model.encodeImages(pictures.stream().map(p -> pixels(model, p)).toList()),
          expected.get(0));
      assertClose(
          learner.zeroShot(names, LearnerConfiguration.defaults()).stream()
              .map(ClassEmbedding::textFeature)
              .toArray(float[][]::new),
          expected.get(1));
    }
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < actual.length; i++) {
      // Half precision keeps eleven bits.
      assertThat(actual[i]).containsExactly(expected[i], within(4e-3f));
    }
  }

  private static PixelImage pixels(ClipModel model, BufferedImage picture) {
    int size = picture.getWidth();
    byte[] rgb = new byte[3 * size * size];
    for (int i = 0; i < size * size; i++) {
      int packed = picture.getRGB(i % size, i / size);
      rgb[3 * i] = (byte) (packed >> 16);
      rgb[3 * i + 1] = (byte) (packed >> 8);
      rgb[3 * i + 2] = (byte) packed;
    }
    return model.preprocessor().apply(new RgbImage(size, size, rgb));
  }

  private static PictureStream stream() {
    return new PictureStream(BuiltinData.knownClasses(), TINY.imageSize(), TINY.batch(), 9);
  }

  private static BpeVocabulary vocabulary() {
    return BpeVocabulary.learn(Captions.words(BuiltinData.knownClasses()), TINY.merges());
  }

  private HuggingFaceTokenizer tokenizer() throws IOException {
    Path file = folder.resolve("own-tokenizer.json");
    TokenizerFile.write(vocabulary(), file);
    return TokenizerFile.open(file);
  }
}
