package org.lammstream.manager.clip;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.lammstream.manager.clip.checkpoint.CheckpointException;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.clip.image.ImagePreprocessor;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.text.NaiveTextEncoder;
import org.lammstream.manager.clip.text.TextTower;
import org.lammstream.manager.clip.token.ClipTokenizer;
import org.lammstream.manager.clip.token.TextRows;
import org.lammstream.manager.clip.vision.ImageEncoder;

/**
 * A frozen CLIP model, loaded from a checkpoint folder onto one device. Owns its tensors and its
 * tokenizer. The weights never change, so images may be encoded on several threads, also while one
 * thread aligns label embeddings in front of the text tower: no weight asks for gradients, and the
 * engine collects them per thread. Whoever closes the model sees to it that nobody uses it.
 */
public final class ClipModel implements AutoCloseable {

  private static final int IMAGES_PER_BATCH = 32;
  private static final int TEXTS_PER_BATCH = 32;

  private final NDManager manager;
  private final CheckpointFolder folder;
  private final String sha256;
  private final ImagePreprocessor preprocessor;
  private final ClipTokenizer tokenizer;
  private final TextTower textTower;
  private final ImageEncoder imageEncoder;
  private final float logitScale;

  private ClipModel(CheckpointFolder folder, ComputeDevice device) {
    this.folder = folder;
    this.manager = NDManager.newBaseManager(device.resolve());
    try {
      TowerLoader loader = new TowerLoader(manager, folder.weights(), folder.config());
      this.textTower = loader.text();
      this.imageEncoder = new ImageEncoder(loader.vision());
      this.logitScale = (float) Math.exp(folder.weights().read("logit_scale")[0]);
      this.preprocessor = new ImagePreprocessor(folder.preprocessor());
      this.sha256 = folder.sha256();
      this.tokenizer = ClipTokenizer.open(folder);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Loads a checkpoint in Hugging Face {@code CLIPModel} layout.
   *
   * @throws CheckpointException naming the missing file or the tensor with a wrong shape
   * @throws IllegalArgumentException if the device is not there
   */
  public static ClipModel load(Path folder, ComputeDevice device) {
    return new ClipModel(CheckpointFolder.open(folder), device);
  }

  /** The checkpoint folder's own name. */
  public String name() {
    return folder.name();
  }

  /** SHA-256 of the checkpoint's files, in hex. */
  public String sha256() {
    return sha256;
  }

  /** Dimension d of text and image features. */
  public int dimension() {
    return folder.config().projection();
  }

  /** Width of the text tower, that is of a label embedding's vectors. */
  public int width() {
    return textTower.width();
  }

  /** Positions of a prompt. */
  public int contextLength() {
    return textTower.contextLength();
  }

  /** The factor between cosine similarity and logit, {@code exp(logit_scale)}. */
  public float logitScale() {
    return logitScale;
  }

  /** Turns decoded images into pixels; thread-safe. */
  public ImagePreprocessor preprocessor() {
    return preprocessor;
  }

  /** The model's tokenizer; owned by the model. */
  public ClipTokenizer tokenizer() {
    return tokenizer;
  }

  /** The weights of the text tower; owned by the model. */
  public TextTower textTower() {
    return textTower;
  }

  /** The image encoder; owned by the model. */
  public ImageEncoder imageEncoder() {
    return imageEncoder;
  }

  /** The manager whose device the model lives on; children of it must be closed by their makers. */
  public NDManager manager() {
    return manager;
  }

  /** The device the model lives on, such as {@code cpu()} or {@code gpu(0)}. */
  public String device() {
    return manager.getDevice().toString();
  }

  /**
   * How many arrays the managers of this model hold now, weights included. May be called by any
   * thread.
   */
  public int arraysAlive() {
    return LiveArrays.below(manager);
  }

  /**
   * Encodes images, a bounded number at a time.
   *
   * @param images preprocessed by {@link #preprocessor()}
   * @return per image its L2-normalised feature, {@code d} numbers
   */
  public float[][] encodeImages(List<PixelImage> images) {
    float[][] features = new float[images.size()][];
    for (int from = 0; from < images.size(); from += IMAGES_PER_BATCH) {
      int to = Math.min(images.size(), from + IMAGES_PER_BATCH);
      float[] batch = encodeBatch(images.subList(from, to));
      for (int i = from; i < to; i++) {
        int at = (i - from) * dimension();
        features[i] = Arrays.copyOfRange(batch, at, at + dimension());
      }
    }
    return features;
  }

  private float[] encodeBatch(List<PixelImage> images) {
    int size = images.get(0).size();
    int length = 3 * size * size;
    float[] pixels = new float[images.size() * length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).chw(), 0, pixels, i * length, length);
    }
    try (NDManager scope = manager.newSubManager()) {
      return imageEncoder
          .encode(scope.create(pixels, new Shape(images.size(), 3, size, size)))
          .toFloatArray();
    }
  }

  /**
   * Encodes whole texts, a bounded number at a time.
   *
   * @return per text its L2-normalised feature, {@code d} numbers
   * @throws IllegalArgumentException for a text that is too long for the context
   */
  public float[][] encodeTexts(List<String> texts) {
    NaiveTextEncoder encoder = new NaiveTextEncoder(textTower);
    float[][] features = new float[texts.size()][];
    for (int from = 0; from < texts.size(); from += TEXTS_PER_BATCH) {
      int to = Math.min(texts.size(), from + TEXTS_PER_BATCH);
      TextRows rows = TextRows.of(tokenizer, texts.subList(from, to), contextLength());
      try (NDManager scope = manager.newSubManager()) {
        float[] batch = encoder.encodeTokens(scope, rows.tokens(), rows.endOfText()).toFloatArray();
        for (int i = from; i < to; i++) {
          int at = (i - from) * dimension();
          features[i] = Arrays.copyOfRange(batch, at, at + dimension());
        }
      }
    }
    return features;
  }

  @Override
  public void close() {
    tokenizer.close();
    manager.close();
  }
}
