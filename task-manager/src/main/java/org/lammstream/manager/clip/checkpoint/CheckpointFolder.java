package org.lammstream.manager.clip.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CLIP checkpoint folder that has been checked: all files are there, the configurations make
 * sense together, the weights are complete safetensors files. Tensor shapes are checked as they are
 * read. Holds no open file; immutable and thread-safe.
 */
public final class CheckpointFolder {

  private static final String CONFIG = "config.json";
  private static final String PREPROCESSOR = "preprocessor_config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path folder;
  private final ClipConfig config;
  private final PreprocessorConfig preprocessor;
  private final TensorSource weights;
  private final List<Path> files;

  private CheckpointFolder(
      Path folder,
      ClipConfig config,
      PreprocessorConfig preprocessor,
      TensorSource weights,
      List<Path> files) {
    this.folder = folder;
    this.config = config;
    this.preprocessor = preprocessor;
    this.weights = weights;
    this.files = files;
  }

  /**
   * Checks and opens a folder.
   *
   * @throws CheckpointException naming the missing or unusable file
   */
  public static CheckpointFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CheckpointException(folder + ": no such checkpoint folder");
    }
    List<Path> files = new ArrayList<>();
    for (String name : List.of(CONFIG, PREPROCESSOR, TOKENIZER)) {
      files.add(require(folder, name));
    }
    ClipConfig config = ClipConfig.read(folder.resolve(CONFIG));
    PreprocessorConfig preprocessor = PreprocessorConfig.read(folder.resolve(PREPROCESSOR));
    if (preprocessor.size() != config.vision().imageSize()) {
      throw new CheckpointException(
          folder.resolve(PREPROCESSOR)
              + (": makes images of " + preprocessor.size() + " pixels, but the image tower takes ")
              + config.vision().imageSize());
    }
    TensorSource weights = weights(folder, files);
    return new CheckpointFolder(folder, config, preprocessor, weights, List.copyOf(files));
  }

  private static TensorSource weights(Path folder, List<Path> files) {
    if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
      files.add(folder.resolve(WEIGHTS));
      return Safetensors.open(folder.resolve(WEIGHTS));
    }
    if (Files.isRegularFile(folder.resolve(INDEX))) {
      ShardedTensors shards = ShardedTensors.open(folder.resolve(INDEX));
      files.add(folder.resolve(INDEX));
      files.addAll(shards.files());
      return shards;
    }
    String hint =
        Files.exists(folder.resolve("pytorch_model.bin"))
            ? "; pytorch_model.bin is not read, convert it to safetensors"
            : "";
    throw new CheckpointException(
        folder + ": no checkpoint: " + WEIGHTS + " (or " + INDEX + ") is missing" + hint);
  }

  private static Path require(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(folder + ": no checkpoint: " + name + " is missing");
    }
    return file;
  }

  /** The folder as it was given. */
  public Path path() {
    return folder;
  }

  /** The folder's own name, for reports. */
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** Dimensions of the model. */
  public ClipConfig config() {
    return config;
  }

  /** How images become pixels. */
  public PreprocessorConfig preprocessor() {
    return preprocessor;
  }

  /** The file for the tokenizer. */
  public Path tokenizerFile() {
    return folder.resolve(TOKENIZER);
  }

  /** The weights. */
  public TensorSource weights() {
    return weights;
  }

  /**
   * The identity of the checkpoint in hex: equal to {@code sha256sum} of its configuration,
   * preprocessor, tokenizer and weight files, in order of name, piped into {@code sha256sum}. Reads
   * all files on every call.
   */
  public String sha256() {
    return CheckpointDigest.of(files);
  }
}
