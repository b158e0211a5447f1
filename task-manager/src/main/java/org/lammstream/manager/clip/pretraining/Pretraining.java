package org.lammstream.manager.clip.pretraining;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.lammstream.manager.builtin.BuiltinData;

/**
 * Makes the built-in checkpoint: draws pictures of the known classes, learns a tokenizer from their
 * captions, trains both towers, and writes a checkpoint folder.
 *
 * <p>The same configuration gives the same files on one processor model and Java version; elsewhere
 * sums and edges of shapes are rounded otherwise and the weights differ slightly. It computes on
 * one thread. A JVM can train one model at a time.
 */
public final class Pretraining {

  private final PretrainingConfiguration configuration;
  private final PretrainingListener listener;

  /** A training that has not started. */
  public Pretraining(PretrainingConfiguration configuration, PretrainingListener listener) {
    this.configuration = configuration;
    this.listener = listener;
  }

  /**
   * Trains and writes {@code config.json}, {@code model.safetensors}, {@code tokenizer.json} and
   * {@code preprocessor_config.json} into the folder, which is made if it does not exist.
   *
   * @return how well the model knows its classes, and how new the demo's classes are to it
   */
  public PretrainingQuality run(Path output) throws IOException {
    return run(output, trainer -> PretrainingQuality.measure(trainer, configuration.imageSize()));
  }

  /** Trains and writes as {@link #run(Path)} does, then asks something of the trained model. */
  <T> T run(Path output, Function<Trainer, T> question) throws IOException {
    Files.createDirectories(output);
    // Loads the native library, which the thread count needs.
    Engine.getInstance();
    int threads = JniUtils.getNumThreads();
    // The number of threads decides the order of sums, and so the last bits of the weights.
    JniUtils.setNumThreads(1);
    try {
      return trained(output, question);
    } finally {
      JniUtils.setNumThreads(threads);
    }
  }

  private <T> T trained(Path output, Function<Trainer, T> question) throws IOException {
    Map<String, Integer> words = Captions.words(BuiltinData.knownClasses());
    BpeVocabulary vocabulary = BpeVocabulary.learn(words, configuration.merges());
    int tokens = vocabulary.tokens().size();
    Path tokenizerFile = output.resolve("tokenizer.json");
    TokenizerFile.write(vocabulary, tokenizerFile);
    CheckpointFiles.writeConfig(configuration, tokens, output.resolve("config.json"));
    CheckpointFiles.writePreprocessor(
        configuration.imageSize(), output.resolve("preprocessor_config.json"));
    try (HuggingFaceTokenizer tokenizer = TokenizerFile.open(tokenizerFile);
        Trainer trainer = new Trainer(configuration, tokenizer, tokens)) {
      train(trainer);
      CheckpointFiles.writeWeights(trainer.tensors(), output.resolve("model.safetensors"));
      return question.apply(trainer);
    }
  }

  private void train(Trainer trainer) {
    PictureStream stream =
        new PictureStream(
            BuiltinData.knownClasses(),
            configuration.imageSize(),
            configuration.batch(),
            configuration.seed());
    for (int step = 1; step <= configuration.steps(); step++) {
      double loss = trainer.step(stream.next());
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException("the loss is " + loss + " at step " + step);
      }
      listener.onStep(step, configuration.steps(), loss);
    }
  }
}
